package com.huleedu.ras.adapter.redis;

import static com.huleedu.ras.adapter.redis.Connected.body;
import static com.huleedu.ras.adapter.redis.Connected.hit;
import static com.huleedu.ras.adapter.redis.Connected.missed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.OverallStatus;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.query.CacheManager.Lease;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys, values and lifetimes are public API: what the contract says under "Keys in Redis". */
class KeysInRedisTest {
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  private Connected on;

  @BeforeEach
  void connect() {
    on = Connected.to(EmbeddedServers.redis().uri());
  }

  @AfterEach
  void close() {
    on.close();
  }

  @Test
  void aBatch() {
    String key = "ras:batch:" + on.batch;
    on.cache.putBatch(on.batch, body("{\"b\":1}"), missed(on.cache.findBatch(on.batch)));

    on.awaitFills();
    assertThat(on.redis.get(key)).isEqualTo("{\"b\":1}");
    assertThat(on.redis.ttl(key)).isBetween(290L, 300L);
    assertThat(on.redis.pttl("ras:lease:batch:" + on.batch)).isBetween(1L, 10_000L);
  }

  @Test
  void listsAndTheSetOfTheirKeys() {
    put(new StatusFilter.All(), 40);
    put(new StatusFilter.Overall(OverallStatus.COMPLETED), 0);
    put(new StatusFilter.Exact(BatchStatus.CANCELLED), 0);

    String prefix = "ras:user:" + on.user;
    List<String> keys =
        List.of(
            prefix + ":batches:20:40:all",
            prefix + ":batches:20:0:COMPLETED",
            prefix + ":batches:20:0:cancelled");
    for (String key : keys) {
      assertThat(on.redis.get(key)).isEqualTo("[]");
      assertThat(on.redis.ttl(key)).isBetween(290L, 300L);
    }
    assertThat(on.redis.smembers(prefix + ":cache_keys")).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(on.redis.ttl(prefix + ":cache_keys")).isBetween(350L, 360L);
    assertThat(on.redis.pttl("ras:lease:user:" + on.user)).isBetween(1L, 10_000L);
  }

  /** Else the set would be gone before its youngest list, and no invalidation would know that. */
  @Test
  void aLaterListRenewsTheSetAndNotTheListsBefore() {
    put(new StatusFilter.All(), 0);
    String prefix = "ras:user:" + on.user;
    on.redis.expire(prefix + ":cache_keys", 20);
    on.redis.expire(prefix + ":batches:20:0:all", 20);
    put(new StatusFilter.All(), 20);

    assertThat(on.redis.ttl(prefix + ":cache_keys")).isBetween(350L, 360L);
    assertThat(on.redis.ttl(prefix + ":batches:20:0:all")).isBetween(1L, 20L);
    assertThat(on.redis.ttl(prefix + ":batches:20:20:all")).isBetween(290L, 300L);
  }

  private void put(StatusFilter filter, long offset) {
    UserBatchesQuery query = new UserBatchesQuery(on.user, filter, 20, offset);
    on.cache.putUserBatches(query, body("[]"), missed(on.cache.findUserBatches(query)));
    assertThat(hit(on.cache.findUserBatches(query))).isEqualTo("[]");
  }

  /** As in a rolling update: the older process sends whatever it finds, the newer one does not. */
  @Test
  void aBodyOfAnotherFormCountsAsAMissAndIsReplaced() {
    try (Connected newer =
        Connected.writing(
            body -> new String(body.utf8(), UTF_8).startsWith("{\"new\""),
            EmbeddedServers.redis().uri())) {
      on.cache.putBatch(on.batch, body("{\"old\":1}"), missed(on.cache.findBatch(on.batch)));
      on.cache.putUserBatches(
          on.page, body("[\"old\"]"), missed(on.cache.findUserBatches(on.page)));
      on.awaitFills();
      Lease batchLease = missed(newer.cache.findBatch(on.batch));
      Lease listLease = missed(newer.cache.findUserBatches(on.page));
      assertThat(newer.metrics.get("ras.cache.misses").tag("cache_type", "batch_status").counter())
          .returns(1.0, Counter::count);

      newer.cache.putBatch(on.batch, body("{\"new\":1}"), batchLease);
      newer.cache.putUserBatches(on.page, body("{\"new\":[]}"), listLease);
      assertThat(hit(newer.cache.findBatch(on.batch))).isEqualTo("{\"new\":1}");
      assertThat(hit(newer.cache.findUserBatches(on.page))).isEqualTo("{\"new\":[]}");
      assertThat(hit(on.cache.findBatch(on.batch))).isEqualTo("{\"new\":1}");
    }
  }

  @Test
  void aSeenEvent() {
    Lineage lineage = new Lineage(UUID.randomUUID());
    on.adapter.deduplicationMarks().mark(lineage, List.of(new DeduplicationMark(SHA256)));

    assertThat(on.redis.ttl("ras:event:" + lineage.id() + ":" + SHA256))
        .isBetween(86_390L, 86_400L);
  }

  @Test
  void theCopyOfADeadLetter() {
    String topic = "topic-" + UUID.randomUUID();
    on.adapter
        .deadLetterCopies()
        .keep(
            List.of(
                deadLetter(topic, 7, null, "{\"é\":".getBytes(UTF_8)),
                deadLetter(topic, 8, new byte[] {(byte) 0xff, 0}, null)));

    assertThat(on.redis.get("poison_pill:" + topic + ":3:7"))
        .isEqualTo(
            "{\"topic\":\""
                + topic
                + "\",\"partition\":3,\"offset\":7,"
                + "\"timestamp\":\"2026-01-02T03:04:05Z\",\"key\":null,"
                + "\"value\":\"{\\\"é\\\":\",\"error_type\":\"not_json\","
                + "\"reason\":\"ends too early\",\"found_at\":\"2026-01-02T03:04:06Z\"}");
    assertThat(on.redis.get("poison_pill:" + topic + ":3:8"))
        .contains("\"key_base64\":\"/wA=\",\"value\":null");
    assertThat(on.redis.ttl("poison_pill:" + topic + ":3:7")).isBetween(86_390L, 86_400L);
  }

  @Test
  void noCopyIsKeptWhenThatIsOff() {
    String uri = EmbeddedServers.redis().uri();
    Duration day = Duration.ofDays(1);
    RedisConfig off =
        new RedisConfig(
            uri,
            day,
            day,
            false,
            day,
            Duration.ofMillis(250),
            Duration.ofSeconds(2),
            Optional.empty());
    String topic = "topic-" + UUID.randomUUID();
    try (Connected without = Connected.with(off, uri)) {
      without.adapter.deadLetterCopies().keep(List.of(deadLetter(topic, 7, null, null)));

      assertThat(without.redis.exists("poison_pill:" + topic + ":3:7")).isZero();
    }
  }

  private static DeadLetter deadLetter(String topic, long offset, byte[] key, byte[] value) {
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    return new DeadLetter(
        new RawMessage(new Partition(topic, 3), offset, at, key, List.of(), value),
        new DeadLetterReason("not_json", "ends too early"),
        at.plusSeconds(1));
  }

  @Test
  void lookupsAreCountedByWhatTheyFind() {
    on.cache.putBatch(on.batch, body("{}"), missed(on.cache.findBatch(on.batch)));
    on.cache.findBatch(on.batch);
    on.cache.findBatch(on.batch);
    on.cache.findUserBatches(on.page);

    assertThat(count("ras.cache.hits", "batch_status")).isEqualTo(2);
    assertThat(count("ras.cache.misses", "batch_status")).isEqualTo(1);
    assertThat(count("ras.cache.hits", "user_batches")).isZero();
    assertThat(count("ras.cache.misses", "user_batches")).isEqualTo(1);
    assertThat(count("ras.cache.unavailable", "user_batches")).isZero();
  }

  private double count(String name, String cacheType) {
    return on.metrics.get(name).tag("cache_type", cacheType).counter().count();
  }
}
