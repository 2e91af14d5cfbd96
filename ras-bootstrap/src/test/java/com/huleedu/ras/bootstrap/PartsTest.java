package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.kafka.KafkaAdapter;
import com.huleedu.ras.adapter.kafka.KafkaConfig;
import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Store;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The order of stopping, and that nothing which was started stays behind. */
class PartsTest {
  private final Parts parts = new Parts();
  private final List<String> closed = new CopyOnWriteArrayList<>();

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }

  @Test
  void theFrontIsStoppedBeforeWhatItNeedsAndThatNewestFirst() {
    parts.back(part("database"));
    parts.front(part("http"));
    parts.back(part("cache"));
    parts.back(part("watch"));
    parts.close();

    assertThat(closed).containsExactly("http", "watch", "cache", "database");
  }

  /** One after the other their times would add up, and a stop has ten seconds. */
  @Test
  void theFrontStopsAllAtOnceAndIsWaitedFor() {
    CountDownLatch both = new CountDownLatch(2);
    for (String name : List.of("http", "consumer")) {
      parts.front(() -> {
        both.countDown();
        if (both.await(10, TimeUnit.SECONDS)) {
          closed.add(name);
        }
      });
    }
    parts.back(part("database"));
    parts.close();

    assertThat(closed).hasSize(3).endsWith("database").contains("http", "consumer");
  }

  @Test
  void eachPartIsClosedOnce() {
    parts.front(part("http"));
    parts.back(part("database"));
    parts.close();
    parts.close();

    assertThat(closed).containsExactly("http", "database");
  }

  @Test
  void onePartThatFailsKeepsNoOtherOpen() {
    parts.front(() -> {
      throw new IllegalStateException("on purpose");
    });
    parts.front(part("http"));
    parts.back(part("database"));
    parts.back(() -> {
      throw new Exception("on purpose");
    });
    parts.close();

    assertThat(closed).containsExactly("http", "database");
  }

  /** Stopped half-way through the start: what is started now would never be stopped. */
  @Test
  void whatIsStartedAfterTheStopIsClosedAtOnce() {
    assertThat(parts.areOpen()).isTrue();
    parts.close();
    assertThat(parts.areOpen()).isFalse();

    assertThatThrownBy(() -> parts.back(part("database"))).isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> parts.front(part("consumer")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("stopped while it was starting");
    assertThat(closed).containsExactly("database", "consumer");
  }

  @Test
  void whatIsAddedIsHandedBack() {
    AutoCloseable http = part("http");
    AutoCloseable database = part("database");

    assertThat(parts.front(http)).isSameAs(http);
    assertThat(parts.back(database)).isSameAs(database);
  }

  @Test
  void whoIsInAHurryWaitsNoLongerAndStaysInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    parts.front(never::await);
    parts.back(part("database"));
    Thread.currentThread().interrupt();
    parts.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).containsExactly("database");
  }

  /** Balancers must know before the first request is refused. */
  @Test
  void theServiceIsUnreadyBeforeAnythingStops() {
    DatabaseWatch watch = DatabaseWatch.start(() -> {}, () -> {});
    KafkaAdapter kafka = consumerOfNothing();
    parts.health().serving(kafka, watch, projectionOfNothing());
    assertThat(parts.health().ready().reasons()).isNotEmpty().doesNotContain("stopping");
    parts.front(() -> closed.addAll(parts.health().ready().reasons()));
    parts.front(kafka);
    parts.back(watch);
    parts.close();

    assertThat(closed).contains("stopping");
  }

  private static KafkaAdapter consumerOfNothing() {
    KafkaConfig nowhere =
        new KafkaConfig(
            "127.0.0.1:1",
            "group",
            List.of("topic"),
            Set.of(),
            true,
            10,
            Duration.ofSeconds(6),
            "classic",
            Optional.empty(),
            Duration.ofSeconds(1),
            KafkaSecurity.PLAINTEXT);
    return KafkaAdapter.start(
        nowhere,
        _ -> {
          throw new UnsupportedOperationException();
        },
        projectionOfNothing(),
        new SimpleMeterRegistry(),
        InstantSource.system());
  }

  private static ProjectionService projectionOfNothing() {
    return new ProjectionService(
        new Store(
            nothing(Transactions.class),
            nothing(BatchRepository.class),
            nothing(DeadLetters.class),
            nothing(Positions.class)),
        Caching.none(),
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
        InstantSource.system(),
        new SimpleMeterRegistry());
  }

  private static <T> T nothing(Class<T> port) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, _) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  /** HTTP is there first, answers while the database is awaited, and goes when the start fails. */
  @Test
  void aStartThatIsStoppedHalfWayLeavesNothingBehind() throws Exception {
    int port = freePort();
    List<Runnable> stoppers = new CopyOnWriteArrayList<>();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<RasService> start =
          threads.submit(() -> RasService.start(withoutServers(port), stoppers::add));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> isOpen(port) && new Api(port).get("/livez").statusCode() == 200);
      stoppers.getFirst().run();

      assertThatThrownBy(start::get).hasCauseInstanceOf(UnavailableException.class);
      assertThat(isOpen(port)).isFalse();
    }
  }

  private static RasConfiguration withoutServers(int port) {
    return RasConfiguration.fromEnvironment(
        Map.of(
            "HOST", "127.0.0.1",
            "PORT", String.valueOf(port),
            "METRICS_PORT", "0",
            "ADMIN_PORT", "0",
            "DATABASE_URL", "postgresql://ras:x@127.0.0.1:1/ras",
            "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
            "REDIS_URL", "redis://127.0.0.1:1",
            "INTERNAL_API_KEY", Deployment.API_KEY));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException nobodyListens) {
      return false;
    }
  }
}
