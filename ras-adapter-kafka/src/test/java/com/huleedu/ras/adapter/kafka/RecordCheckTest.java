package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The look at the last projected record, which an instance takes at every assignment. */
class RecordCheckTest extends ConsumerTestBase {
  private final TopicPartition partition = new TopicPartition(topic, 0);

  @Test
  void looksAtTheSamePartitionAsOftenAsItIsAssigned() {
    publish(0, 2);
    LastRecord last = last("message 0");

    try (Consumer<byte[], byte[]> reader = Consumers.single(config("classic"))) {
      RecordCheck check = new RecordCheck(reader);
      assertThat(check.parted(at(last), Duration.ofSeconds(5))).isEmpty();
      assertThat(check.parted(at(last), Duration.ofSeconds(5))).isEmpty();
    }
  }

  /**
   * Kafka sends a whole batch at least, and it may be a thousand times as large once it is read.
   */
  @Test
  void ofABatchOneRecordIsRead() {
    publishAsOneBatch(20);
    try (var reader = Consumers.single(config("classic"))) {
      reader.assign(List.of(partition));
      reader.seek(partition, 0);
      ConsumerRecords<byte[], byte[]> found = ConsumerRecords.empty();
      while (found.isEmpty()) {
        found = reader.poll(Duration.ofMillis(100));
      }
      assertThat(found.count()).isEqualTo(1);
    }
  }

  private void publishAsOneBatch(int messages) {
    Map<String, Object> settings = new HashMap<>(CONNECTION);
    settings.put("linger.ms", 60_000);
    try (var batching =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < messages; i++) {
        var ignored = batching.send(new ProducerRecord<>(topic, 0, null, new byte[1]));
      }
    }
  }

  private LastRecord last(String value) {
    try (var reader = Consumers.single(config("classic"))) {
      reader.assign(List.of(partition));
      reader.seek(partition, 0);
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
          assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo(value);
          return LastRecords.of(record);
        }
      }
    }
  }

  private Map<TopicPartition, Position> at(LastRecord last) {
    return Map.of(partition, new Position(new Partition(topic, 0), "id", 1, last));
  }
}
