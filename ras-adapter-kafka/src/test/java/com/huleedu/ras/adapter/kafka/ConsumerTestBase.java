package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Topics of its own for each test, and a projector that can be told to misbehave. */
abstract class ConsumerTestBase {
  static final Map<String, Object> CONNECTION =
      Map.of("bootstrap.servers", EmbeddedServers.kafka().bootstrapServers());

  /** What messages say is nobody's concern here. */
  static final MessageDecoder DECODER =
      raw -> new Message.Malformed(raw, new DeadLetterReason("not_json", "of no concern"));

  final String name = "t" + UUID.randomUUID().toString().substring(0, 8);
  final String topic = name + "-o";
  final List<String> topics = List.of(name + "-r", topic, name + "-s", name + "-c");
  final RecordingProjector projector = new RecordingProjector();
  final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(CONNECTION, new ByteArraySerializer(), new ByteArraySerializer());
  final Admin admin = Admin.create(CONNECTION);

  @BeforeEach
  void createTopics() {
    topics.forEach(each -> EmbeddedServers.kafka().createTopic(each, 2));
  }

  @AfterEach
  void close() {
    producer.close();
    admin.close();
    assertThat(projector.violations).isEmpty();
  }

  KafkaConfig config(String protocol) {
    return config(protocol, EmbeddedServers.kafka().bootstrapServers());
  }

  KafkaConfig config(String protocol, String bootstrapServers) {
    return new KafkaConfig(
        bootstrapServers,
        name,
        topics,
        Set.of(topics.getFirst()),
        true,
        10,
        Duration.ofSeconds(6),
        protocol,
        Optional.empty(),
        Duration.ofSeconds(1),
        KafkaSecurity.PLAINTEXT);
  }

  KafkaAdapter start() {
    return start("classic");
  }

  KafkaAdapter start(String protocol) {
    return KafkaAdapter.start(
        config(protocol), DECODER, projector, new SimpleMeterRegistry(), InstantSource.system());
  }

  void publish(int from, int to) {
    for (int i = from; i < to; i++) {
      byte[] value = ("message " + i).getBytes(StandardCharsets.UTF_8);
      var ignored = producer.send(new ProducerRecord<>(topic, i % 2, null, value));
    }
    producer.flush();
  }

  Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
    Map<Integer, Long> offsets = new HashMap<>();
    admin
        .listConsumerGroupOffsets(name)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach((partition, offset) -> {
          if (offset != null && partition.topic().equals(topic)) {
            offsets.put(partition.partition(), offset.offset());
          }
        });
    return offsets;
  }

  void awaitApplied(int messages) {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(new HashSet<>(projector.applied)).hasSize(messages));
  }
}
