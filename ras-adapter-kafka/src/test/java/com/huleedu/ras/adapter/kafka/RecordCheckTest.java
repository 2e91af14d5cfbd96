package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The look at the last projected record, which an instance takes at every assignment. */
class RecordCheckTest extends ConsumerTestBase {
  private final TopicPartition partition = new TopicPartition(topic, 0);

  @Test
  void looksAtTheSamePartitionAsOftenAsItIsAssigned() {
    publish(0, 2);
    LastRecord last = last("message 0");

    try (RecordCheck check = new RecordCheck(Consumers.single(config("classic")))) {
      assertThat(check.parted(at(last))).isEmpty();
      assertThat(check.parted(at(last))).isEmpty();
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
