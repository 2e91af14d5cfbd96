package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.database.SecuredDatabase.Session;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while readers read and writers write, with no failed call. */
class TlsRotationTest {
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Partition PARTITION = new Partition("t", 0);

  @TempDir private static Path directory;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final LogLines renewing = new LogLines(RenewedPool.class);
  private final LogLines watching = new LogLines(TlsWatch.class);
  private final AtomicLong calls = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private TestAuthority authority;
  private SecuredDatabase database;
  private Path trusted;
  private IssuedCertificate client;
  private PostgresAdapter adapter;
  private TlsWatch watch;
  private CompletableFuture<Void> load;

  @BeforeEach
  void start() throws IOException {
    authority = TestAuthority.create(directory);
    database = new SecuredDatabase(authority);
    client = authority.client("ras");
    trusted = Files.createTempFile(directory, "trusted", ".pem");
    Files.writeString(trusted, Files.readString(authority.trustedPem()));
    Tls tls = SecuredDatabase.showing(trusted, client);
    adapter = PostgresAdapter.connect(database.config(tls), metrics);
    adapter.migrate();
    watch = TlsWatch.start(OFTEN, List.of(tls), metrics);
    CompletableFuture<?>[] each =
        Stream.<Runnable>of(this::read, this::read, this::write)
            .map(this::looping)
            .toArray(CompletableFuture<?>[]::new);
    load = CompletableFuture.allOf(each);
  }

  @AfterEach
  void stop() {
    over.set(true);
    watch.close();
    adapter.close();
    database.close();
    renewing.close();
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

  private void read() {
    assertThat(adapter.batchRepository().find(new BatchId("none"))).isEmpty();
  }

  private void write() {
    Position next = new Position(PARTITION, "id", calls.get());
    boolean stored =
        adapter
            .transactions()
            .inTransaction(() -> {
              adapter.positions().begin(List.of(next));
              return adapter.positions().find(List.of(PARTITION)).containsValue(next);
            });
    assertThat(stored).isTrue();
  }

  /** Ends the loops, and throws what failed in them. */
  private void assertNoCallFailed() {
    long before = calls.get();
    await().until(() -> load.isDone() || calls.get() > before + 100);
    over.set(true);
    load.join();
  }

  private void awaitSessionsOf(IssuedCertificate shown) {
    await()
        .atMost(LONG)
        .until(() -> {
          List<Session> sessions = database.sessions();
          return !sessions.isEmpty() && sessions.stream().allMatch(session -> session.isOf(shown));
        });
  }

  private List<Integer> processes() {
    return database.sessions().stream().map(Session::pid).toList();
  }

  private double reloadFailed() {
    return metrics.get("ras.tls.reload.failed").tag("connection", "postgresql").gauge().value();
  }

  @Test
  void anotherCertificateOfTheClientIsShownByAllConnections() {
    awaitSessionsOf(client);
    IssuedCertificate next = authority.client("ras");
    client.replaceWith(next);

    await().atMost(LONG).until(() -> renewing.containing("are made anew").size() == 1);
    awaitSessionsOf(next);
    assertNoCallFailed();
  }

  @Test
  void aPairThatIsBrokenIsNotTakenAndSaidAndMeasured() throws IOException {
    String key = Files.readString(client.key());
    Files.writeString(client.key(), "no key");
    await().until(() -> reloadFailed() == 1);
    await()
        .until(() -> watching.containing("TLS of postgresql goes on with what it had").size() == 1);
    assertThat(watching.containing("DATABASE_SSLKEY")).hasSize(1);

    Files.writeString(client.key(), key);
    await().until(() -> reloadFailed() == 0);
    assertThat(renewing.containing("")).isEmpty();
    awaitSessionsOf(client);
    assertNoCallFailed();
  }

  /** A pair that is well, and that the server refuses: only a connection can find out. */
  @Test
  void whatTheServerRefusesTakesNoConnectionAwayAndIsTriedUntilItIsRight() {
    await().until(() -> processes().size() == 4);
    List<Integer> before = processes();
    client.replaceWith(authority.client("somebody"));
    await()
        .atMost(LONG)
        .until(() -> renewing.containing("the connections of before go on: ").size() == 1);
    assertThat(renewing.containing("certificate authentication failed")).hasSize(1);
    assertThat(processes()).containsAll(before);

    IssuedCertificate next = authority.client("ras");
    client.replaceWith(next);
    awaitSessionsOf(next);
    assertThat(renewing.containing("go on")).hasSize(1);
    assertNoCallFailed();
  }

  @Test
  void anotherAuthorityIsTrustedBeforeTheServerHasItsCertificateFromThere() throws IOException {
    TestAuthority another = TestAuthority.create(directory);
    Files.writeString(
        trusted, Files.readString(authority.trustedPem()) + Files.readString(another.trustedPem()));
    await().atMost(LONG).until(() -> renewing.containing("are made anew").size() == 1);

    database.server.replaceCertificate(another.server());
    IssuedCertificate next = authority.client("ras");
    client.replaceWith(next); // so that all connect once more
    awaitSessionsOf(next);
    assertNoCallFailed();
  }
}
