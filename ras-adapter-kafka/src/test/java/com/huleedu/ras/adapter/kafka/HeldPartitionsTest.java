package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A transaction that its producer left open is named, and only such a one. */
class HeldPartitionsTest extends ConsumerTestBase {
  private static final TopicPartition PARTITION = new TopicPartition("a", 3);

  private static List<String> look(HeldPartitions held, long stable, long end, long seconds) {
    return held.look(
        Map.of(PARTITION, stable), Map.of(PARTITION, end), Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void isSaidOnceAndNotOfTransactionsThatEnd() {
    HeldPartitions held = new HeldPartitions(Duration.ofSeconds(30), "kafka:9092");
    assertThat(look(held, 5, 9, 0)).isEmpty();
    assertThat(look(held, 6, 12, 31)).isEmpty(); // another one
    assertThat(held.count(Duration.ofSeconds(61).toNanos())).isZero();
    assertThat(look(held, 6, 14, 62))
        .singleElement()
        .asString()
        .startsWith("a-3 is held at offset 6 for 31 s")
        .contains(
            "8 offsets behind it",
            "kafka-transactions.sh --bootstrap-server kafka:9092 find-hanging --topic a --partition 3",
            "abort --topic a --partition 3 --start-offset 6");
    assertThat(held.count(Duration.ofSeconds(62).toNanos())).isOne();
    assertThat(look(held, 6, 15, 99)).isEmpty();
    assertThat(look(held, 15, 15, 100)).isEmpty();
    assertThat(held.count(Duration.ofSeconds(999).toNanos())).isZero();
  }

  @Test
  void isSeenOnARealBrokerUntilItEnds() {
    Map<String, Object> settings = new HashMap<>(CONNECTION);
    settings.put("transactional.id", name);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (KafkaAdapter adapter =
            KafkaAdapter.start(
                config("classic"), DECODER, projector, registry, InstantSource.system());
        KafkaProducer<byte[], byte[]> open =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      open.initTransactions();
      open.beginTransaction();
      var ignored = open.send(new ProducerRecord<>(topic, 0, null, new byte[] {1}));
      open.flush();
      publish(0, 4);

      awaitHeld(registry, 1);
      assertThat(projector.applied).hasSize(2); // those of the other partition
      assertThat(adapter.isAlive()).isTrue();
      open.commitTransaction();
      awaitApplied(5);
      awaitHeld(registry, 0);
    }
  }

  private static void awaitHeld(SimpleMeterRegistry registry, double partitions) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(registry.get("ras.consumer.partitions.held").gauge().value())
                .isEqualTo(partitions));
  }
}
