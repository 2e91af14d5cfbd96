package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.embedded.EmbeddedServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The four mistakes that numbers of lag in seconds are known for, and some more; on a real log. */
class LagInSecondsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final String TOPIC = "lag-" + UUID.randomUUID();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final TopicPartition EMPTY = new TopicPartition(TOPIC, 1);
  private static final Map<String, Object> CONNECTION =
      Map.of("bootstrap.servers", EmbeddedServers.kafka().bootstrapServers());
  private static final KafkaConfig CONFIG =
      new KafkaConfig(
          EmbeddedServers.kafka().bootstrapServers(),
          TOPIC,
          List.of(TOPIC),
          Set.of(TOPIC),
          true,
          10,
          Duration.ofSeconds(6),
          "classic",
          Optional.empty(),
          Duration.ofSeconds(1),
          KafkaSecurity.PLAINTEXT);
  private static final int MESSAGES = 10;
  private static final int DELETED = 2;

  private static LogExtent extent = new LogExtent(Map.of(), Map.of(), Map.of());

  /** One an hour; the last one at {@link #NOW}, and the first two deleted. */
  @BeforeAll
  static void publish() throws ExecutionException, InterruptedException {
    EmbeddedServers.kafka().createTopic(TOPIC, 2);
    try (Admin admin = Admin.create(CONNECTION);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(CONNECTION, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < MESSAGES; i++) {
        producer
            .send(new ProducerRecord<>(TOPIC, 0, writtenAt(i).toEpochMilli(), null, bytes(i)))
            .get();
      }
      admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(DELETED))).all().get();
      extent =
          new LogExtent(
              offsets(admin, OffsetSpec.earliest()),
              offsets(admin, OffsetSpec.latest()),
              offsets(admin, OffsetSpec.latest()));
    }
  }

  private static Map<TopicPartition, Long> offsets(Admin admin, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(Map.of(PARTITION, which, EMPTY, which))
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private static byte[] bytes(int i) {
    return ("message " + i).getBytes(StandardCharsets.UTF_8);
  }

  private static Instant writtenAt(int message) {
    return NOW.minus(Duration.ofHours(MESSAGES - 1L - message));
  }

  private static double hours(int hours) {
    return hours * 3_600.0;
  }

  private static OldestRecords oldest() {
    return new OldestRecords(() -> Consumers.single(CONFIG), Duration.ofSeconds(20));
  }

  private static PartitionLag look(
      Map<TopicPartition, Long> reached, Map<TopicPartition, Long> committed, boolean beginning) {
    Set<TopicPartition> partitions = Set.of(PARTITION);
    try (OldestRecords oldest = oldest()) {
      return oldest
          .look(partitions, extent.waitingFrom(partitions, reached, committed, beginning), extent)
          .get(PARTITION);
    }
  }

  @Test
  void whoIsIdleIsNotLateHoweverOldTheLastMessageIs() {
    PartitionLag lag = look(Map.of(PARTITION, (long) MESSAGES), Map.of(), true);

    assertThat(lag.messages()).isZero();
    assertThat(lag.seconds(NOW.plus(Duration.ofDays(3)))).isZero();
  }

  @Test
  void whoNeverCommittedIsAsLateAsTheLogBegins() {
    PartitionLag lag = look(Map.of(), Map.of(), true);

    assertThat(lag.messages()).isEqualTo(MESSAGES - DELETED);
    assertThat(lag.seconds(NOW)).isEqualTo(hours(7));
  }

  @Test
  void whoNeverCommittedAndBeginsAtTheEndIsLateNobodyKnowsHow() {
    PartitionLag lag = look(Map.of(), Map.of(), false);

    assertThat(lag.messages()).isNaN();
    assertThat(lag.seconds(NOW)).isNaN();
    assertThat(lag.retentionLeft(60, NOW)).isNaN();
  }

  /** Interpolated between two looks it would be some time between the first and the last. */
  @Test
  void whoCatchesUpIsAsLateAsTheOldestThatWaits() {
    try (OldestRecords oldest = oldest()) {
      for (int reached = 5; reached < MESSAGES; reached++) {
        Map<TopicPartition, Long> from = Map.of(PARTITION, (long) reached);
        PartitionLag lag = oldest.look(Set.of(PARTITION), from, extent).get(PARTITION);

        assertThat(lag.messages()).isEqualTo(MESSAGES - reached);
        assertThat(lag.seconds(NOW)).isEqualTo(hours(MESSAGES - 1 - reached));
        assertThat(lag.seconds(NOW.plusSeconds(60)) - lag.seconds(NOW)).isEqualTo(60);
      }
    }
  }

  /** What is gone is not waited for, and what is left is as old as it is. */
  @Test
  void whoStandsBeforeAGapIsAsLateAsTheFirstThatIsLeft() {
    PartitionLag lag = look(Map.of(), Map.of(PARTITION, 0L), true);

    assertThat(lag.messages()).isEqualTo(MESSAGES - DELETED);
    assertThat(lag.seconds(NOW)).isEqualTo(hours(7));
    assertThat(lag.retentionLeft(hours(8), NOW)).isCloseTo(hours(1), within(1.0));
  }

  @Test
  void oneWithoutALeaderHidesNoOther() {
    TopicPartition silent = new TopicPartition(TOPIC, 2);
    Set<TopicPartition> all = Set.of(PARTITION, EMPTY, silent);
    Map<TopicPartition, Long> reached = Map.of(PARTITION, 9L, EMPTY, 0L, silent, 1L);
    try (OldestRecords oldest = oldest()) {
      Map<TopicPartition, PartitionLag> lags =
          oldest.look(all, extent.waitingFrom(all, reached, Map.of(), true), extent);

      assertThat(lags.get(PARTITION).messages()).isEqualTo(1);
      assertThat(lags.get(EMPTY)).isEqualTo(PartitionLag.NOTHING);
      assertThat(lags.get(silent)).isEqualTo(PartitionLag.UNKNOWN);
    }
  }

  @Test
  void whatIsKeptForEverIsNeverNearItsEnd() {
    PartitionLag lag = look(Map.of(PARTITION, 5L), Map.of(), true);

    assertThat(lag.retentionLeft(Double.POSITIVE_INFINITY, NOW)).isInfinite();
    assertThat(lag.retentionLeft(Double.NaN, NOW)).isNaN();
  }

  @AfterAll
  static void remove() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(CONNECTION)) {
      admin.deleteTopics(List.of(TOPIC)).all().get();
    }
  }
}
