package com.huleedu.ras.adapter.kafka.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of asking for a token. */
class TokenEndpointTest {
  @TempDir private static Path files;
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "{\"access_token\":\"abc\",\"expires_in\":60}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestHeaders().getFirst("Authorization")
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, answer.length());
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static TokenEndpoint endpoint(URI url, Optional<Material> authority) {
    return new TokenEndpoint(credentials(url, authority));
  }

  private static Sasl.ClientCredentials credentials(URI url, Optional<Material> authority) {
    return new Sasl.ClientCredentials(
        url,
        "ras",
        new Secret("X", "hid:den"),
        url.getScheme().equals("https") ? Optional.empty() : Optional.of("a b&c"),
        authority,
        InstantSource.system());
  }

  private URI url() {
    return URI.create(
        "http://127.0.0.1:%s/token?tenant=1".formatted(server.getAddress().getPort()));
  }

  private AccessToken ask() {
    return endpoint(url(), Optional.empty()).token();
  }

  @Test
  void clientSecretAndScopeAreSaidAndTheTokenIsRead() {
    AccessToken token = ask();

    assertThat(token.value()).isEqualTo("abc");
    assertThat(token.lifetimeMs() - token.startTimeMs()).isEqualTo(60_000);
    assertThat(token.principalName()).isEqualTo("ras");
    assertThat(token.toString()).doesNotContain("abc");
    String basic = Base64.getEncoder().encodeToString("ras:hid:den".getBytes(UTF_8));
    assertThat(asked)
        .containsExactly("Basic " + basic + " grant_type=client_credentials&scope=a+b%26c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | refuses a token for Kafka with 401 (invalid_client: no such client): correct"
            + " KAFKA_SASL_OAUTHBEARER_CLIENT",
        "400 | refuses a token for Kafka with 400",
        "403 | refuses a token for Kafka with 403",
        "302 | answers 302: is it the token endpoint"
            + " (KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL)?",
        "404 | answers 404",
      })
  void whatIsRefusedSomebodyHasToCorrect(int refused, String words) {
    status = refused;
    answer =
        "{\"error\":\"invalid_client\",\"x\":[{}],\"error_description\":\"no such client\\nat"
            + " all\"}";
    assertThatThrownBy(this::ask)
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageStartingWith("http://127.0.0.1:" + server.getAddress().getPort() + "/token ")
        .hasMessageContaining(words)
        .hasMessageNotContaining("tenant")
        .hasMessageNotContaining("hid");
    assertThat(asked).as("redirects are not followed").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void whatMayPassIsWaitedFor(int passing) {
    status = passing;
    answer = "busy";
    assertThatThrownBy(this::ask)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("(KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL) answers " + passing);
  }

  @Test
  void soAreAClosedPortAndAnUnknownHost() {
    server.stop(0);
    assertThatThrownBy(this::ask)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("(KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL): Connection refused");
    assertThatThrownBy(
            () -> endpoint(URI.create("https://tokens.invalid/a"), Optional.empty()).token())
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("https://tokens.invalid/a")
        .hasMessageContaining("its host name is unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[1]",
        "{\"expires_in\":60}",
        "{\"access_token\":null,\"expires_in\":60}",
        "{\"access_token\":\"opaque\"}",
        "{\"access_token\":{\"a\":1},\"expires_in\":60}",
        "{\"access_token\":\"abc\",\"expires_in\":",
      })
  void whatIsNoTokenIsNoTokenEndpoint(String text) {
    answer = text.isEmpty() ? " " : text;
    assertThatThrownBy(this::ask)
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("is it the token endpoint");
  }

  /** Each piece within its time, and all of them never. */
  @Test
  void anAnswerThatNeverEndsIsNotWaitedFor() throws IOException {
    try (ServerSocket dripping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> drip(dripping));
      URI url = URI.create("http://127.0.0.1:%s/token".formatted(dripping.getLocalPort()));
      TokenEndpoint endpoint =
          new TokenEndpoint(credentials(url, Optional.empty()), Duration.ofMillis(500));

      assertThatThrownBy(endpoint::token)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("no answer within 500 ms");
    }
  }

  private static void drip(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(UTF_8));
      while (true) {
        client.getOutputStream().write('x');
        client.getOutputStream().flush();
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (IOException | InterruptedException gone) {
      // The client has seen enough.
    }
  }

  @Test
  void aLifetimeBeyondAllReasonIsCutAndNotTurnedRound() {
    answer = "{\"access_token\":\"abc\",\"expires_in\":9e18}";
    AccessToken token = ask();
    assertThat(token.lifetimeMs() - token.startTimeMs()).isBetween(1L, 400L * 86_400_000);
  }

  @Test
  void aTokenItselfSaysHowLongItIsValidWhereTheAnswerDoesNot() {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC);
    String claims = Base64.getUrlEncoder().encodeToString("{\"exp\":1700}".getBytes(UTF_8));
    String text = "{\"access_token\":\"a.%s.c\"}".formatted(claims);
    assertThat(AccessToken.of(text, "ras", clock).orElseThrow().lifetimeMs()).isEqualTo(1_700_000);
    assertThat(AccessToken.of("{\"access_token\":\"a.!.c\"}", "ras", clock)).isEmpty();
  }

  @Test
  void itsCertificateIsVerifiedByItsOwnAuthority() {
    TestAuthority authority = TestAuthority.create(files);
    TestAuthority other = TestAuthority.create(files);
    assertThat(secured(authority, CertificateRequest.server(), authority)).isEmpty();
    assertThat(secured(authority, CertificateRequest.server(), other))
        .contains("is not trusted: name its authority with X_CA");
    assertThat(secured(authority, CertificateRequest.server("elsewhere.example"), authority))
        .contains("is for elsewhere.example, and not for 127.0.0.1");
    assertThat(secured(authority, CertificateRequest.server().expired(), authority))
        .contains("CN=localhost has expired on ");
  }

  /** What is refused; empty if nothing is. */
  private static String secured(
      TestAuthority issuer, CertificateRequest request, TestAuthority trusted) {
    try (var tokens =
        com.huleedu.ras.embedded.TokenEndpoint.startSecured(issuer.issue(request))
            .allow("ras", "hid:den")) {
      endpoint(tokens.tokenUri(), Optional.of(Material.file("X_CA", trusted.trustedPem()))).token();
      return "";
    } catch (RasException refused) {
      assertThat(refused).isInstanceOf(MisconfiguredException.class);
      return String.valueOf(refused.getMessage());
    }
  }
}
