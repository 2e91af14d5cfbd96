package com.huleedu.ras.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.KafkaBroker;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TrafficTest {
  @Test
  void theFirstBatchIsThereAtOnceAndRunsToItsEnd() {
    KafkaBroker kafka = EmbeddedServers.kafka();
    kafka.createTopics(Topics.DEFAULT.names(), 1);
    try (TopicReader reader = TopicReader.atEnd(kafka, Topics.DEFAULT.names());
        Traffic traffic =
            new Traffic(
                new EventSender(kafka.bootstrapServers()),
                new Random(3),
                InstantSource.system(),
                stretch -> stretch.dividedBy(20))) {
      SampleBatch first = traffic.start();
      assertThat(first.misspelt()).isEmpty();
      assertThat(registrations(reader.readUntil(records -> registrations(records).size() >= 7)))
          .element(6)
          .asString()
          .contains(first.id(), first.teacher());
      reader.readUntil(records ->
          values(records).stream()
              .anyMatch(value ->
                  value.contains("\"batch_id\":\"" + first.id())
                      && value.contains("\"event_type\":\"batch.pipeline.completed\"")));
    }
  }

  private static List<String> registrations(List<ConsumerRecord<byte[], byte[]>> records) {
    return values(
        records.stream()
            .filter(record -> record.topic().equals(Topics.DEFAULT.batchRegistered()))
            .toList());
  }

  private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(record -> new String(record.value(), UTF_8)).toList();
  }
}
