package com.huleedu.ras.adapter.kafka.security;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsFailures;
import com.huleedu.ras.tls.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Has tokens from an endpoint of OAuth 2 by the grant {@code client_credentials}. What Kafka's own
 * clients have for it needs a second JSON library, writes a stack trace for each refusal, and reads
 * the authority of the endpoint once.
 */
@SuppressWarnings("exports") // its tokens are for Kafka's clients
public final class TokenEndpoint {
  static final String SETTING = "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL";
  public static final String CREDENTIALS =
      "KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID, _SECRET";
  private static final String AUTHORITY = "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_CA";
  private static final String WHO = "the token endpoint of Kafka";
  private static final int WITHIN_MILLIS = 5_000;
  private static final Duration IN_ALL = Duration.ofSeconds(8);
  private static final int MAX_ANSWER = 1 << 20;

  /** By which a server says that asking again may help (RFC 9110, 6585). */
  private static final Set<Integer> PASSING = Set.of(408, 421, 425, 429);

  private final Sasl.ClientCredentials credentials;
  private final Duration inAll;

  public TokenEndpoint(Sasl.ClientCredentials credentials) {
    this(credentials, IN_ALL);
  }

  /**
   * @param inAll after which nobody waits for an answer any more
   */
  TokenEndpoint(Sasl.ClientCredentials credentials, Duration inAll) {
    this.credentials = credentials;
    this.inAll = inAll;
  }

  /**
   * Asks for a new one; takes eight seconds at most.
   *
   * @throws MisconfiguredException if it is refused, or what answers is no token endpoint
   * @throws UnavailableException if nobody answers now
   */
  public AccessToken token() {
    // The connection's own times are for each piece, and an answer may come in a thousand.
    ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    try {
      return asking.submit(this::asked).get(inAll.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RasException ours) {
        throw ours;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (TimeoutException late) {
      throw new UnavailableException(
          WHO,
          "%s (%s): no answer within %s ms".formatted(where(), SETTING, inAll.toMillis()),
          late);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(WHO, "interrupted", stop);
    } finally {
      asking.shutdownNow(); // and not waited for: looking up a name has no end of its own
    }
  }

  private AccessToken asked() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) credentials.tokenEndpoint().toURL().openConnection();
      try {
        return answered(connection);
      } finally {
        connection.disconnect();
      }
    } catch (IOException failed) {
      throw ofConnection(failed);
    }
  }

  private AccessToken answered(HttpURLConnection connection) throws IOException {
    if (connection instanceof HttpsURLConnection secured) {
      Trust trust =
          credentials.authority().<Trust>map(Trust.Pem::new).orElseGet(Trust.OfTheJvm::new);
      secured.setSSLSocketFactory(
          Tls.load("token endpoint", trust, new Identity.None()).context().getSocketFactory());
    }
    connection.setConnectTimeout(WITHIN_MILLIS);
    connection.setReadTimeout(WITHIN_MILLIS);
    // The secret is for this address alone.
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Accept", "application/json");
    connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
    connection.setRequestProperty("Authorization", "Basic " + basic());
    try (OutputStream out = connection.getOutputStream()) {
      out.write(form().getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_CREATED) {
      throw refused(status, read(connection.getErrorStream()));
    }
    return AccessToken.of(
            read(connection.getInputStream()), credentials.clientId(), credentials.clock())
        .orElseThrow(() ->
            new MisconfiguredException(
                "%s answers, and not with a token that says how long it is valid: is it the token endpoint (%s)?"
                    .formatted(where(), SETTING)));
  }

  /** As Kafka's clients do it by default: not encoded for a URL before. */
  private String basic() {
    String both = credentials.clientId() + ":" + credentials.clientSecret().value();
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private String form() {
    return "grant_type=client_credentials"
        + credentials
            .scope()
            .map(scope -> "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8))
            .orElse("");
  }

  private static String read(@Nullable InputStream answer) throws IOException {
    if (answer == null) {
      return "";
    }
    try (answer) {
      return new String(answer.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
    }
  }

  private RasException refused(int status, String answer) {
    String why = AccessToken.error(answer).map(said -> " (" + said + ")").orElse("");
    if (status >= HttpURLConnection.HTTP_INTERNAL_ERROR || PASSING.contains(status)) {
      return new UnavailableException(
          WHO, "%s (%s) answers %s%s".formatted(where(), SETTING, status, why));
    }
    return switch (status) {
      case 400, 401, 403 ->
          new MisconfiguredException(
              "%s refuses a token for Kafka with %s%s: correct %s"
                  .formatted(where(), status, why, CREDENTIALS));
      default ->
          new MisconfiguredException(
              "%s answers %s%s: is it the token endpoint (%s)?"
                  .formatted(where(), status, why, SETTING));
    };
  }

  private RasException ofConnection(IOException failed) {
    String authority = credentials.authority().map(Material::setting).orElse(AUTHORITY);
    String why = TlsFailures.explain(failed, authority, authority).orElse("");
    if (!why.isEmpty() && !TlsFailures.mayPass(failed)) {
      return new MisconfiguredException(
          "TLS with %s (%s) fails: %s".formatted(where(), SETTING, why), failed);
    }
    String said =
        failed instanceof UnknownHostException
            ? "its host name is unknown"
            : why.isEmpty() ? String.valueOf(failed.getMessage()) : why;
    return new UnavailableException(WHO, "%s (%s): %s".formatted(where(), SETTING, said), failed);
  }

  /** Without what may follow the path. */
  private String where() {
    return "%s://%s%s"
        .formatted(
            credentials.tokenEndpoint().getScheme(),
            credentials.tokenEndpoint().getRawAuthority(),
            credentials.tokenEndpoint().getRawPath());
  }
}
