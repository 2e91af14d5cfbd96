package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.embedded.EmbeddedServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both topics of outcomes on one broker: their names are one in those of Kafka's metrics. */
class NamesakesTest {
  private static final int EACH = 20;
  private static final String SERVERS = EmbeddedServers.kafka().bootstrapServers();

  private final String prefix = UUID.randomUUID().toString();
  private final List<String> topics = List.of(prefix + ".batch_phase", prefix + ".batch.phase");
  private final List<TopicPartition> partitions =
      topics.stream()
          .flatMap(
              topic -> List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)).stream())
          .toList();

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void eachRecordOfBothComesOnceAndInOrder(String protocol) {
    EmbeddedServers.kafka().createTopics(topics, 2);
    publish();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", SERVERS,
            "group.protocol", protocol,
            "group.id", prefix,
            "enable.auto.commit", false,
            "max.poll.records", 1);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      partitions.forEach(partition -> consumer.seek(partition, 0));
      BoundedPolls polls = new BoundedPolls(consumer, 7, _ -> true);
      Map<TopicPartition, List<Long>> read = new HashMap<>();
      await()
          .until(() -> {
            polls
                .poll(Duration.ofMillis(100))
                .forEach(record ->
                    read.computeIfAbsent(
                            new TopicPartition(record.topic(), record.partition()),
                            _ -> new ArrayList<>())
                        .add(record.offset()));
            return read.values().stream().mapToInt(List::size).sum() >= EACH * partitions.size();
          });
      List<Long> all = LongStream.range(0, EACH).boxed().toList();
      partitions.forEach(partition -> assertThat(read.get(partition)).isEqualTo(all));
    }
  }

  private void publish() {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", SERVERS),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < EACH; i++) {
        for (TopicPartition partition : partitions) {
          var ignored =
              producer.send(
                  new ProducerRecord<>(
                      partition.topic(), partition.partition(), null, new byte[] {1}));
        }
      }
    }
  }
}
