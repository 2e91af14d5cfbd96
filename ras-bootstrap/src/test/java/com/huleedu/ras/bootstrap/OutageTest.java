package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.embedded.PostgresServer;
import com.huleedu.ras.embedded.RedisServer;
import com.huleedu.ras.testkit.history.Histories;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL and Redis are killed and come back while messages flow: nothing is lost, nothing is
 * dead-lettered, and all of it recovers by itself.
 */
class OutageTest {
  private static final int EVENTS = 3_000;

  @Test
  void postgresIsKilledTwice() {
    try (PostgresServer postgres = PostgresServer.start(null, true)) {
      Deployment deployment = new Deployment("pg-out");
      deployment.with("DATABASE_URL", postgres.createDatabase("ras"));
      try (RasService service = deployment.start();
          Log log = new Log(deployment);
          Publishing publishing = new Publishing(deployment, log)) {
        for (int round = 0; round < 2; round++) {
          publishing.awaitFurther(EVENTS / 4);
          postgres.kill();
          await()
              .atMost(Duration.ofSeconds(30))
              .untilAsserted(() ->
                  assertThat(service.health().ready().reasons())
                      .anyMatch(reason -> reason.startsWith("PostgreSQL is unavailable: ")));
          assertThat(service.health().alive().ok()).isTrue();
          postgres.start();
          awaitReady(service);
        }
        assertEverythingArrived(deployment, log, publishing.finish());
      }
    }
  }

  @Test
  void redisIsKilledTwiceAndNoRequestFails() {
    try (RedisServer redis = RedisServer.start(null)) {
      Deployment deployment = new Deployment("redis-out");
      deployment.with("REDIS_URL", redis.uri());
      try (RasService service = deployment.start();
          Log log = new Log(deployment);
          Publishing publishing = new Publishing(deployment, log)) {
        Api api = new Api(service.port());
        for (int round = 0; round < 2; round++) {
          publishing.awaitFurther(EVENTS / 4);
          redis.kill();
          for (int request = 0; request < 200; request++) {
            assertThat(api.batchesOf("teacher", "").statusCode()).isEqualTo(200);
          }
          redis.start();
        }
        assertEverythingArrived(deployment, log, publishing.finish());
        awaitReady(service);
      }
    }
  }

  /** As a primary does that lost its replicas: it is there, and projecting waits for it. */
  @Test
  void aRedisThatRefusesWritesLeavesTheServiceReady() {
    try (RedisServer redis = RedisServer.start(null);
        RedisClient client = RedisClient.create(redis.uri());
        var connection = client.connect()) {
      Deployment deployment = new Deployment("refusing").with("STALL_AFTER_SECONDS", "1");
      deployment.with("REDIS_URL", redis.uri());
      try (RasService service = deployment.start();
          Log log = new Log(deployment);
          Publishing publishing = new Publishing(deployment, log)) {
        publishing.awaitFurther(EVENTS / 4);
        awaitReady(service);
        connection.sync().configSet("min-replicas-to-write", "1");
        await()
            .during(Duration.ofSeconds(4))
            .atMost(Duration.ofSeconds(10))
            .until(() -> service.health().ready().ok());
        connection.sync().configSet("min-replicas-to-write", "0");
        assertEverythingArrived(deployment, log, publishing.finish());
      }
    }
  }

  private static void awaitReady(RasService service) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(service.health().ready().reasons()).isEmpty());
  }

  private static void assertEverythingArrived(
      Deployment deployment, Log log, List<CompletionEvent> meant) {
    log.awaitAcknowledged();
    String url = deployment.environment().get("DATABASE_URL");
    assertThat(Rows.of(url)).isEqualTo(Rows.ofFold(meant));
    assertThat(Rows.deadLetters(url)).isZero();
  }

  /** Publishes a random history, a few events at a time, until it is told to finish. */
  private static final class Publishing implements AutoCloseable {
    private final List<PublishedEvent> events = new ArrayList<>();
    private final List<CompletionEvent> meant = new ArrayList<>();
    private final AtomicBoolean hurry = new AtomicBoolean();
    private final Thread thread;

    Publishing(Deployment deployment, Log log) {
      long seed = new Random().nextLong();
      System.out.println("OutageTest seed " + seed);
      for (CompletionEvent event : Histories.random(seed, EVENTS)) {
        events.add(PublishedEvent.of(event, deployment));
      }
      thread = Thread.ofPlatform().start(() -> publish(log));
    }

    private void publish(Log log) {
      for (PublishedEvent event : events) {
        log.publish(event.message());
        synchronized (meant) {
          meant.add(event.meant());
        }
        if (!hurry.get()) {
          // The pace of the load, not a wait for anything.
          LockSupport.parkNanos(500_000);
        }
      }
    }

    private int published() {
      synchronized (meant) {
        return meant.size();
      }
    }

    void awaitFurther(int count) {
      int target = Math.min(EVENTS - 1, published() + count);
      await().atMost(Duration.ofSeconds(60)).until(() -> published() >= target);
    }

    /** All that was published, once all of it is. */
    List<CompletionEvent> finish() {
      close();
      return List.copyOf(meant);
    }

    @Override
    public void close() {
      hurry.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
