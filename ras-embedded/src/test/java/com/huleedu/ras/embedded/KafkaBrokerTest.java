package com.huleedu.ras.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaBrokerTest {
  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void aGroupOfEitherProtocolConsumesWhatWasProduced(String protocol) throws Exception {
    KafkaBroker kafka = EmbeddedServers.kafka();
    String topic = "t-" + UUID.randomUUID();
    kafka.createTopic(topic, 3);
    produce(kafka, topic, "one");
    produce(kafka, topic, "two");
    assertThat(consume(kafka, topic, protocol, 2)).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void aRestartAndAKillKeepPortAndRecords() throws Exception {
    try (KafkaBroker kafka = KafkaBroker.start(null)) {
      String servers = kafka.bootstrapServers();
      kafka.createTopic("kept", 1);
      produce(kafka, "kept", "one");
      kafka.restart();
      produce(kafka, "kept", "two");
      kafka.kill();
      kafka.start();
      assertThat(kafka.bootstrapServers()).isEqualTo(servers);
      assertThat(consume(kafka, "kept", "classic", 2)).containsExactly("one", "two");
    }
  }

  @Test
  void aGivenDirectoryKeepsTheRecordsForAnotherBroker(@TempDir Path given) throws Exception {
    Path data = given.resolve("a name with spaces");
    try (KafkaBroker first = KafkaBroker.start(data)) {
      first.createTopics(Set.of("kept"), 1);
      produce(first, "kept", "one");
    }
    try (KafkaBroker second = KafkaBroker.start(data)) {
      second.createTopics(Set.of("kept", "new"), 1);
      assertThat(consume(second, "kept", "classic", 1)).containsExactly("one");
    }
  }

  @Test
  void aDeletedTopicCanBeCreatedAgainAndIsEmpty() throws Exception {
    KafkaBroker kafka = EmbeddedServers.kafka();
    String topic = "t-" + UUID.randomUUID();
    kafka.createTopic(topic, 1);
    produce(kafka, topic, "old");
    kafka.deleteTopic(topic);
    kafka.createTopic(topic, 1);
    produce(kafka, topic, "new");
    assertThat(consume(kafka, topic, "classic", 1)).containsExactly("new");
  }

  @Test
  void closingLeavesNothingBehind() {
    KafkaBroker kafka = KafkaBroker.start(null);
    ProcessHandle process = ProcessHandle.of(kafka.pid()).orElseThrow();
    kafka.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(kafka.directory().path()).doesNotExist();
  }

  private static void produce(KafkaBroker kafka, String topic, String value) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static List<String> consume(KafkaBroker kafka, String topic, String protocol, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "group.id",
            "g-" + UUID.randomUUID(),
            "group.protocol",
            protocol,
            "auto.offset.reset",
            "earliest");
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            return values.size() >= count;
          });
    }
    return values;
  }
}
