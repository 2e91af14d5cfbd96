package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics that are not there when consuming starts, on a real Kafka. */
class MissingTopicsTest extends ConsumerTestBase {
  private final String late = name + "-late";
  private final String never = name + "-never";
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** From the end where nothing was consumed: what is new must be read all the same. */
  private KafkaConfig fromTheEnd(String protocol) {
    List<String> all = new ArrayList<>(topics);
    all.addAll(List.of(late, never));
    return new KafkaConfig(
        EmbeddedServers.kafka().bootstrapServers(),
        name,
        all,
        Set.of(topics.getFirst()),
        false,
        10,
        Duration.ofSeconds(6),
        protocol,
        Optional.empty(),
        Duration.ofSeconds(30),
        KafkaSecurity.PLAINTEXT);
  }

  private KafkaAdapter start(KafkaConfig config, SimpleMeterRegistry meters) {
    return KafkaAdapter.start(config, DECODER, projector, meters, InstantSource.system());
  }

  private double missing(String topic) {
    return registry.get("ras.topic.missing").tag("topic", topic).gauge().value();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void aTopicThatComesLaterIsReadFromItsBeginningByAllInstances(String protocol) throws Exception {
    KafkaConfig config = fromTheEnd(protocol);
    try (KafkaAdapter one = start(config, registry);
        KafkaAdapter other = start(config, new SimpleMeterRegistry())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> one.problems().isEmpty() && other.problems().isEmpty());
      assertThat(one.notes())
          .containsExactly("Kafka has no topic " + late, "Kafka has no topic " + never);
      assertThat(missing(late)).isOne();
      await().until(() -> projector.asked.size() >= 2 * topics.size());
      publish(0, 4);
      awaitApplied(4);

      EmbeddedServers.kafka().createTopic(late, 3);
      for (int i = 0; i < 12; i++) {
        producer.send(new ProducerRecord<>(late, i % 3, null, new byte[] {(byte) i})).get();
      }
      awaitApplied(16);
      await().atMost(Duration.ofSeconds(20)).until(() -> missing(late) == 0);

      assertThat(projector.applied)
          .containsAll(
              IntStream.range(0, 12).mapToObj(i -> late + "-" + i % 3 + "@" + i / 3).toList());
      assertThat(one.problems()).isEmpty();
      assertThat(missing(never)).isOne();
      assertThat(admin.listTopics().names().get()).doesNotContain(never);
    }
  }
}
