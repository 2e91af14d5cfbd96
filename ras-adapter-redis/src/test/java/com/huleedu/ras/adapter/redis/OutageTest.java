package com.huleedu.ras.adapter.redis;

import static com.huleedu.ras.adapter.redis.Connected.body;
import static com.huleedu.ras.adapter.redis.Connected.hit;
import static com.huleedu.ras.adapter.redis.Connected.missed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.embedded.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis away, hanging, or lost on the way (guarantees, G5 and G8). */
class OutageTest {
  private static final Lookup UNAVAILABLE = new Lookup.Unavailable();
  private static final Duration TIMEOUT = Duration.ofMillis(250);
  private static final Duration FREE = Duration.ofMillis(100);

  private final List<DeduplicationMark> marks = List.of(new DeduplicationMark("a".repeat(64)));
  private final Lineage lineage = new Lineage(UUID.randomUUID());
  private RedisServer server;
  private Gate gate;
  private LogLines log;

  @BeforeEach
  void start() throws IOException {
    log = new LogLines(RedisLink.class);
    server = RedisServer.start(null, false);
    gate = new Gate(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    server.close();
    log.close();
  }

  @Test
  void withoutRedisNothingBreaksAndEverythingComesBackByItself() {
    try (Connected on = Connected.with(RedisConfig.of(server.uri()), server.uri())) {
      server.stop();
      await().until(() -> !on.adapter.isConnected());
      assertEverythingFailsOpenAndFast(on);
      assertThatThrownBy(on::invalidateBatch)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("Redis");

      server.start();
      on.awaitReachable();
      assertEverythingWorks(on);
      assertThat(log.containing(server.uri() + " is lost")).hasSize(1);
      assertThat(log.containing(server.uri() + " is back")).hasSize(1);
    }
  }

  private void assertEverythingFailsOpenAndFast(Connected on) {
    for (int i = 0; i < 100; i++) {
      assertThat(on.cache.findBatch(on.batch)).isEqualTo(UNAVAILABLE);
      assertThat(on.cache.findUserBatches(on.page)).isEqualTo(UNAVAILABLE);
      on.adapter.deduplicationMarks().mark(lineage, marks);
      assertThat(on.adapter.deduplicationMarks().seen(lineage, marks)).isEmpty();
    }
    assertThat(timeOf(() -> on.cache.findBatch(on.batch))).isLessThan(FREE);
  }

  private void assertEverythingWorks(Connected on) {
    on.cache.putBatch(on.batch, body("{}"), missed(on.cache.findBatch(on.batch)));
    assertThat(hit(on.cache.findBatch(on.batch))).isEqualTo("{}");
    on.invalidateBatch();
    missed(on.cache.findBatch(on.batch));
    on.adapter.deduplicationMarks().mark(lineage, marks);
    assertThat(on.adapter.deduplicationMarks().seen(lineage, marks))
        .containsExactlyElementsOf(marks);
  }

  @Test
  void startUpNeverWaitsForRedis() {
    server.stop();
    try (RedisAdapter adapter =
        RedisAdapter.connect(RedisConfig.of(gate.uri()), new SimpleMeterRegistry())) {
      assertThat(adapter.isConnected()).isFalse();
      assertThat(adapter.deduplicationMarks().seen(lineage, marks)).isEmpty();
      await().until(() -> !log.containing(gate.uri() + " can't be reached").isEmpty());
      int attempts = gate.attempts(); // of the first try alone there are several
      await().until(() -> gate.attempts() > attempts + 4);
      assertThat(log.containing(gate.uri() + " can't be reached")).hasSize(1);

      server.start();
      await().until(adapter::isConnected);
      adapter.deduplicationMarks().mark(lineage, marks);
      assertThat(adapter.deduplicationMarks().seen(lineage, marks)).hasSize(1);
    }
  }

  /** What it would be told is of no use to whoever asked for the answer. */
  @Test
  void nobodyWaitsForAFillButForTheFirst() {
    RedisConfig patient =
        new RedisConfig(
            server.uri(),
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            true,
            Duration.ofHours(24),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Optional.empty());
    try (Connected on = Connected.with(patient, server.uri())) {
      on.cache.putBatch(on.batch, body("{}"), missed(on.cache.findBatch(on.batch)));
      assertThat(on.redis.exists(Keys.batch(on.batch))).as("the first is waited for").isOne();
      CacheManager.Lease lease = missed(on.cache.findUserBatches(on.page));
      on.redis.clientPause(1_200); // shorter than what is taken for a dead connection

      assertThat(timeOf(() -> on.cache.putUserBatches(on.page, body("[]"), lease)))
          .isLessThan(Duration.ofSeconds(1));
      assertThat(on.cache.findUserBatches(on.page))
          .as("what is asked later finds it done")
          .isInstanceOf(CacheManager.Lookup.Hit.class);
    }
  }

  @Test
  void aHangingRedisCostsAtMostTheTimeoutAndThenNothing() {
    try (Connected on = Connected.with(RedisConfig.of(server.uri()), server.uri())) {
      on.redis.clientPause(3_000);
      long paid = 0;
      for (int i = 0; i < 50; i++) {
        Duration cost =
            timeOf(() -> assertThat(on.cache.findBatch(on.batch)).isEqualTo(UNAVAILABLE));
        assertThat(cost).isLessThan(TIMEOUT.plusMillis(500));
        paid += cost.compareTo(FREE) > 0 ? 1 : 0;
      }
      assertThat(paid).as("lookups that waited").isBetween(1L, 6L);
      assertThat(on.adapter.isConnected()).isFalse();
      assertThatThrownBy(on::invalidateBatch).isInstanceOf(UnavailableException.class);

      on.awaitReachable();
      assertEverythingWorks(on);
    }
  }

  @Test
  void aServerThatNeverAnswersIsAsGoodAsNone() {
    gate.admitSilently(true);
    try (RedisAdapter adapter =
        RedisAdapter.connect(RedisConfig.of(gate.uri()), new SimpleMeterRegistry())) {
      assertThat(timeOf(() -> adapter.deduplicationMarks().seen(lineage, marks)))
          .isLessThan(FREE.plus(TIMEOUT));
      await().until(() -> log.containing(gate.uri() + " can't be reached").size() == 1);

      gate.admitSilently(false);
      await().until(adapter::isConnected);
    }
  }

  @Test
  void aConnectionThatDiedSilentlyIsReplaced() {
    try (Connected on = Connected.with(RedisConfig.of(gate.uri()), server.uri())) {
      gate.freeze();
      await().until(() -> log.containing(gate.uri() + " is back").size() == 1);
      on.awaitReachable();
      assertEverythingWorks(on);
    }
  }

  /** A lease that is set again after it was ended would let a slow reader fill. */
  @Test
  void noCommandIsSentTwice() {
    try (Connected on = Connected.with(RedisConfig.of(gate.uri()), server.uri())) {
      on.redis.configResetstat();
      gate.swallowReplies();
      on.adapter.deduplicationMarks().mark(lineage, marks);
      gate.cut();
      await().until(() -> !on.adapter.deduplicationMarks().seen(lineage, marks).isEmpty());

      assertThat(on.redis.info("commandstats")).contains("cmdstat_set:calls=1,");
    }
  }

  @Test
  void afterClosingNothingHangs() {
    Connected on = Connected.to(server.uri());
    on.close();

    assertThat(on.cache.findBatch(on.batch)).isEqualTo(UNAVAILABLE);
    assertThatThrownBy(on::invalidateBatch).isInstanceOf(UnavailableException.class);
    assertThat(on.adapter.isConnected()).isFalse();
  }

  private static Duration timeOf(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
