package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.huleedu.ras.adapter.http.HttpConfig.ListenerTls;
import com.huleedu.ras.adapter.http.HttpConfig.ListenerTls.ClientCertificate;
import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All three ports over TLS, and who gets in. */
@Timeout(120)
class TlsListenersTest {
  @TempDir private static Path directory;

  private final LogCapture log = new LogCapture(LostHandshakes.class.getName());
  private final FakeBatches batches = new FakeBatches();
  private TestAuthority authority;
  private IssuedCertificate files;

  @BeforeEach
  void issue() {
    authority = TestAuthority.create(directory);
    files = authority.server();
    batches.bodies.put("b", "{}");
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  private List<String> lines() {
    return log.at(Level.INFO).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private TestServer server(ClientCertificate asked) {
    Optional<ListenerTls> tls = Optional.of(new ListenerTls(tls(authority, files), asked));
    return new TestServer(batches, new FakeDeadLetters(), new HttpConfig.Encryption(tls, tls, tls));
  }

  private static Tls tls(TestAuthority trusted, IssuedCertificate shown) {
    return Tls.load(
        "http",
        new Trust.Pem(Material.file("HTTP_TLS_CLIENT_CA_FILE", trusted.trustedPem())),
        new Identity.Pem(
            Material.file("HTTP_TLS_CERTIFICATE_FILE", shown.chain()),
            Material.file("HTTP_TLS_PRIVATE_KEY_FILE", shown.key()),
            new Secret("HTTP_TLS_PRIVATE_KEY_PASSWORD", "")));
  }

  private static HttpResponse<String> get(SSLContext client, int port, String path)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().sslContext(client).build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
              .header("X-Internal-API-Key", TestServer.KEY)
              .header("X-Service-ID", "admin-dashboard-service")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static double failed(TestServer server) {
    return server
        .metrics
        .get("ras.tls.handshakes.failed")
        .tag("connection", "http")
        .counter()
        .count();
  }

  private static int status(SSLContext client, TestServer server)
      throws IOException, InterruptedException {
    return get(client, server.adapter.port(), "/internal/v1/batches/b/status").statusCode();
  }

  private void refused(SSLContext client, TestServer server, String words) {
    int before = lines().size();
    assertThatThrownBy(() -> status(client, server)).isInstanceOf(IOException.class);
    await().until(() -> lines().size() > before);
    assertThat(lines().get(before)).startsWith("no TLS with a client: ").contains(words);
  }

  /** By a client that says why it goes, which that of the JDK does not. */
  private static void greet(SSLContext client, int port) throws IOException {
    try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
    }
  }

  @Test
  void eachPortAnswersOverTlsAndNotInClear() throws Exception {
    try (TestServer server = server(ClientCertificate.NONE)) {
      HttpAdapter ports = server.adapter;
      assertThat(status(authority.context(), server)).isEqualTo(200);
      assertThat(get(authority.context(), ports.metricsPort(), "/metrics").statusCode())
          .isEqualTo(200);
      assertThat(
              get(authority.context(), ports.adminPort(), "/internal/v1/dead-letters").statusCode())
          .isEqualTo(200);
      for (int port : List.of(ports.port(), ports.metricsPort(), ports.adminPort())) {
        try (RawHttp http = new RawHttp(port)) {
          assertThat(http.send(RawHttp.get("/healthz")).everything()).doesNotContain("HTTP/1.1");
        }
      }
    }
  }

  @Test
  void whoHasToShowACertificateIsRefusedWithoutAGoodOne() throws Exception {
    TestAuthority other = TestAuthority.create(directory);
    try (TestServer server = server(ClientCertificate.REQUIRED)) {
      assertThat(status(authority.context(authority.client("gateway")), server)).isEqualTo(200);

      refused(
          authority.context(),
          server,
          "it shows no certificate of the authorities of HTTP_TLS_CLIENT_CA, and has to");
      refused(
          authority.context(authority.issue(CertificateRequest.client("gateway").expired())),
          server,
          "the certificate of CN=gateway has expired on ");
      refused(
          authority.context(other.client("stranger")),
          server,
          // Clients show one to those alone who name its authority among theirs.
          "it shows no certificate of the authorities of HTTP_TLS_CLIENT_CA");
      assertThat(failed(server)).as("some clients try twice").isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void whoMayShowACertificateGetsInWithoutOneAndNotWithABadOne() throws Exception {
    try (TestServer server = server(ClientCertificate.OPTIONAL)) {
      assertThat(status(authority.context(), server)).isEqualTo(200);
      assertThat(status(authority.context(authority.client("gateway")), server)).isEqualTo(200);
      refused(
          authority.context(authority.issue(CertificateRequest.client("gateway").expired())),
          server,
          "the certificate of CN=gateway has expired on ");
    }
  }

  @Test
  void aClientThatDoesNotTrustUsLeavesALine() {
    TestAuthority other = TestAuthority.create(directory);
    try (TestServer server = server(ClientCertificate.NONE)) {
      assertThatThrownBy(() -> greet(other.context(), server.adapter.port()))
          .isInstanceOf(SSLException.class);
      await().until(() -> !lines().isEmpty());
      assertThat(lines().getFirst()).contains("refuses the certificate of HTTP_TLS_CERTIFICATE");
    }
  }

  @Test
  void strangersCantFillTheLog() {
    try (TestServer server = server(ClientCertificate.NONE)) {
      for (int i = 0; i < 100; i++) {
        try (RawHttp http = new RawHttp(server.adapter.port())) {
          http.send(RawHttp.get("/healthz")).everything();
        }
      }
      await().until(() -> failed(server) == 100);
      assertThat(lines()).hasSize(AnswerLog.LINES).allMatch(line -> line.contains("no TLS"));
    }
  }
}
