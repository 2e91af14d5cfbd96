package com.huleedu.ras.adapter.redis;

import static com.huleedu.ras.adapter.redis.Connected.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.RedisServer;
import com.huleedu.ras.embedded.RedisTls;
import com.huleedu.ras.embedded.RedisTls.ClientCertificates;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while readers read and writers write, with no failed call. */
class TlsRotationTest {
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final List<DeduplicationMark> MARKS =
      List.of(new DeduplicationMark("b".repeat(64)));

  @TempDir private static Path directory;
  private final BatchId read = new BatchId("batch-" + UUID.randomUUID());
  private final Lineage lineage = new Lineage(UUID.randomUUID());
  private final LogLines link = new LogLines(RedisLink.class);
  private final LogLines watching = new LogLines(TlsWatch.class);
  private final AtomicLong calls = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private TestAuthority authority;
  private Path trusted;
  private IssuedCertificate client;
  private RedisServer server;
  private Connected on;
  private TlsWatch watch;
  private CompletableFuture<Void> load;

  @BeforeEach
  void start() throws IOException {
    authority = TestAuthority.create(directory);
    client = authority.client("ras");
    trusted = Files.createTempFile(directory, "trusted", ".pem");
    Files.writeString(trusted, Files.readString(authority.trustedPem()));
    server = RedisServer.startSecured(RedisTls.of(authority).with(ClientCertificates.YES));
    Tls tls = Secured.showing(trusted, client);
    on = Secured.connected(server, tls);
    watch = TlsWatch.start(OFTEN, List.of(tls), on.metrics);
    load = CompletableFuture.allOf(looping(this::read), looping(this::write));
  }

  @AfterEach
  void stop() {
    over.set(true);
    watch.close();
    on.close();
    server.close();
    link.close();
    watching.close();
  }

  private CompletableFuture<Void> looping(Runnable work) {
    return CompletableFuture.runAsync(() -> {
      while (!over.get()) {
        work.run();
        calls.incrementAndGet();
      }
    });
  }

  /** Nothing that the writer invalidates, which may take a lease from under a reader. */
  private void read() {
    assertThat(on.cache.findBatch(read)).isNotInstanceOf(Lookup.Unavailable.class);
    assertThat(on.cache.findUserBatches(on.page)).isNotInstanceOf(Lookup.Unavailable.class);
  }

  private void write() {
    on.invalidateBatch();
    if (on.cache.findBatch(on.batch) instanceof Lookup.Miss(var lease)) {
      on.cache.putBatch(on.batch, body("{}"), lease);
    }
    on.adapter.deduplicationMarks().mark(lineage, MARKS);
    assertThat(on.adapter.deduplicationMarks().seen(lineage, MARKS)).hasSize(1);
  }

  /** Ends the loops, and throws what failed in them. */
  private void assertNoCallFailed() {
    long before = calls.get();
    await().until(() -> load.isDone() || calls.get() > before + 200);
    over.set(true);
    load.join();
    assertThat(link.containing("is lost")).isEmpty();
  }

  private int renewed() {
    return link.containing("connected anew").size();
  }

  private double reloadFailed() {
    return on.metrics.get("ras.tls.reload.failed").tag("connection", "redis").gauge().value();
  }

  /** As CLIENT LIST has them. */
  private List<String> clients() {
    return on.redis.clientList().lines().map(line -> line.split(" ", 2)[0]).toList();
  }

  @Test
  void anotherCertificateOfTheClientIsShownByNewConnectionsAndTheOldOnesEnd() {
    List<String> before = clients();
    client.replaceWith(authority.client("ras"));

    await().atMost(LONG).until(() -> renewed() == 2); // both connections
    // That of the plain client stays.
    await().atMost(LONG).until(() -> clients().stream().filter(before::contains).count() == 1);
    assertThat(clients()).hasSameSizeAs(before);
    assertNoCallFailed();
  }

  @Test
  void aPairThatIsBrokenIsNotTakenAndSaidAndMeasured() throws IOException {
    List<String> before = clients();
    String key = Files.readString(client.key());
    Files.writeString(client.key(), "no key");
    await().until(() -> reloadFailed() == 1);
    await().until(() -> watching.containing("TLS of redis goes on with what it had").size() == 1);
    assertThat(watching.containing("REDIS_TLS_PRIVATE_KEY_FILE")).hasSize(1);

    Files.writeString(client.key(), key);
    await().until(() -> reloadFailed() == 0);
    assertThat(clients()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(renewed()).isZero();
    assertNoCallFailed();
  }

  /** A pair that is well, and that the server refuses: only a connection can find out. */
  @Test
  void whatTheServerRefusesTakesNoConnectionAwayAndIsTriedUntilItIsRight() {
    client.replaceWith(TestAuthority.create(directory).client("ras"));
    await()
        .atMost(LONG)
        .until(
            () -> link.containing("the connection of before goes on: TLS (REDIS_URL)").size() == 2);
    assertThat(renewed()).isZero();

    client.replaceWith(authority.client("ras"));
    await().atMost(LONG).until(() -> renewed() == 2);
    assertThat(link.containing("goes on")).hasSize(2);
    assertNoCallFailed();
  }

  @Test
  void anotherAuthorityIsTrustedBeforeTheServerHasItsCertificateFromThere() throws IOException {
    TestAuthority next = TestAuthority.create(directory);
    Files.writeString(
        trusted, Files.readString(authority.trustedPem()) + Files.readString(next.trustedPem()));
    await().atMost(LONG).until(() -> renewed() == 2);

    IssuedCertificate shown = next.server();
    server.replaceCertificate(shown);
    assertThat(shownNow(next)).isEqualTo(shown.certificate().getSerialNumber());
    client.replaceWith(authority.client("ras")); // so that all connect once more
    await().atMost(LONG).until(() -> renewed() == 4);
    assertNoCallFailed();
  }

  /** However long its work takes, as far as a bound that is longer than any time-out. */
  @Test
  void whoBeganOverTheFormerConnectionEndsThere() throws Exception {
    RedisConfig config = Connected.patient(server.uri()).withTls(Secured.showing(trusted, client));
    try (RedisLink alone =
            new RedisLink(config, RedisLink.Purpose.ANSWERS, _ -> false, () -> {}).start();
        TlsWatch _ =
            TlsWatch.start(OFTEN, List.of(config.tls().orElseThrow()), new SimpleMeterRegistry())) {
      await().until(alone::isUp);
      RedisLink.Session former = alone.session();
      client.replaceWith(authority.client("ras"));
      await().atMost(LONG).until(() -> !alone.session().equals(former));
      assertThat(former.commands().ping().get(10, TimeUnit.SECONDS)).isEqualTo("PONG");
      await().atMost(LONG).until(() -> !former.connection().isOpen());
      assertThat(alone.isUp()).isTrue();
    }
    assertNoCallFailed();
  }

  /** By the server, to who connects now. */
  private BigInteger shownNow(TestAuthority believed) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            believed.context(client).getSocketFactory().createSocket("127.0.0.1", server.port())) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }
}
