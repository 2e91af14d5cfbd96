package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsFailures;
import com.huleedu.ras.tls.TlsMaterial;
import com.huleedu.ras.tls.Trust;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Opens connections to one server, each with the newest material of TLS, and says what it means if
 * that fails. Used by one thread.
 */
final class RedisConnector implements AutoCloseable {
  private static final Pattern OF_SIGNING_IN = Pattern.compile("^(WRONGPASS|NOAUTH)\\b");

  private static final int REQUEST_QUEUE = 1 << 16;

  /**
   * So long a connection whose place another has taken is left open: whoever began to send over it
   * goes on, and the longest piece of work has had its time.
   */
  private static final Duration RETIREMENT = Duration.ofSeconds(10);

  private final RedisURI uri;
  private final Optional<Tls> tls;
  private final Duration timeout;
  private final RedisClient client = new AsyncRedisClient();

  RedisConnector(RedisConfig config, Duration timeout) {
    this.timeout = timeout;
    this.uri = RedisURI.create(config.uri());
    this.uri.setTimeout(timeout);
    this.tls =
        uri.isSsl()
            ? Optional.of(config.tls().orElseGet(RedisConnector::ofTheJvm))
            : Optional.empty();
  }

  /** Trusts as the library would by itself, and says why it does not. */
  private static Tls ofTheJvm() {
    return Tls.load("redis", new Trust.OfTheJvm(), new Identity.None());
  }

  /**
   * Connects, and logs in if the URL says so.
   *
   * @throws RuntimeException the library's, of which {@link #refusal} may know more
   */
  StatefulRedisConnection<String, byte[]> open() {
    client.setOptions(options());
    return client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), uri);
  }

  private ClientOptions options() {
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(REQUEST_QUEUE)
            // Whoever sends a command waits for its reply with a time-out of its own.
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).keepAlive(true).build());
    tls.ifPresent(secured -> options.sslOptions(sslOptions(secured, timeout)));
    return options.build();
  }

  /** The host is compared with the certificate as the URL says: by default it is. */
  static SslOptions sslOptions(Tls secured, Duration timeout) {
    TlsMaterial material = secured.current();
    SslOptions.Builder options =
        SslOptions.builder()
            .jdkSslProvider()
            .handshakeTimeout(timeout)
            .trustManager(new OneTrustManager(material.trust()));
    material.keys().ifPresent(options::keyManager);
    return options.build();
  }

  /**
   * Why nobody gets in, for an operator; empty if it was only that nobody answered: somebody else
   * is there, one side does not trust the other, or the server does not know the user.
   *
   * @param failure of {@link #open}
   */
  Optional<String> refusal(Throwable failure) {
    return Failures.isOfConnecting(failure)
        ? Optional.empty()
        : saidByTheServer(failure).or(() -> ServerProbe.stranger(uri)).or(() -> ofTls(failure));
  }

  private Optional<String> ofTls(Throwable failure) {
    return tls.flatMap(secured ->
            TlsFailures.explain(failure, secured, "REDIS_TLS_CA", "REDIS_TLS_CERTIFICATE"))
        .map(what -> "TLS (REDIS_URL): " + what);
  }

  private static Optional<String> saidByTheServer(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException refused) {
        String said = Failures.reason(refused);
        return Optional.of(
            OF_SIGNING_IN.matcher(said).find()
                ? said + "; correct the user and the password in REDIS_URL"
                : said);
      }
    }
    return Optional.empty();
  }

  /** Ends a connection in whose place another is, once nobody uses it any more. */
  void retire(StatefulRedisConnection<String, byte[]> former) {
    CompletableFuture.delayedExecutor(RETIREMENT.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> {
          var _ = former.closeAsync(); // how it ends is nobody's concern any more
        });
  }

  /** Ends all connections; commands under way fail. */
  @Override
  public void close() {
    client.shutdown(Duration.ZERO, timeout);
  }
}
