package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two topics that Kafka's client takes for one, as both topics of outcomes by default. */
class CollidingTopicsTest extends ConsumerTestBase {
  private static final int MESSAGES = 30;

  private final List<String> colliding = List.of(name + ".a_b.v1", name + ".a.b.v1");

  @BeforeEach
  void createBoth() throws Exception {
    EmbeddedServers.kafka().createTopics(colliding, 3); // one by one Kafka refuses the second
    for (int i = 0; i < MESSAGES; i++) {
      for (String each : colliding) {
        producer.send(new ProducerRecord<>(each, i % 3, null, new byte[] {(byte) i})).get();
      }
    }
  }

  private KafkaConfig both(String protocol) {
    return new KafkaConfig(
        EmbeddedServers.kafka().bootstrapServers(),
        name,
        colliding,
        Set.of(colliding.getFirst()),
        true,
        10,
        Duration.ofSeconds(6),
        protocol,
        Optional.empty(),
        Duration.ofSeconds(1),
        KafkaSecurity.PLAINTEXT);
  }

  private Set<String> all() {
    return colliding.stream()
        .flatMap(each -> IntStream.range(0, MESSAGES).mapToObj(i -> place(each, i % 3, i / 3)))
        .collect(Collectors.toSet());
  }

  private static String place(String topic, int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void bothAreConsumedAndNothingFails(String protocol) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (KafkaAdapter adapter =
        KafkaAdapter.start(both(protocol), DECODER, projector, registry, InstantSource.system())) {
      awaitApplied(2 * MESSAGES);
      assertThat(projector.applied).containsAll(all());
      assertThat(adapter.problems()).isEmpty();
    }
    assertThat(registry.get("ras.consumer.errors").counter().count()).isZero();
  }

  @Test
  void bothAreReadAsALog() {
    List<String> read = new ArrayList<>();
    try (MessageLog log = KafkaAdapter.log(both("classic"), DECODER)) {
      log.read(ranges(log), into(read));
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(all());
  }

  /** What was fetched of both, and never polled, is dropped as another reading begins. */
  @Test
  void aReadingThatEndedEarlyIsFollowedByAnother() {
    List<String> read = new ArrayList<>();
    try (MessageLog log = KafkaAdapter.log(both("classic"), DECODER)) {
      Map<Partition, LogRange> ranges = ranges(log);
      log.read(ranges, _ -> false);
      Partition one = new Partition(colliding.getFirst(), 0);
      log.read(Map.of(one, Objects.requireNonNull(ranges.get(one))), into(read));
    }
    assertThat(read).hasSize(MESSAGES / 3);
  }

  private static Predicate<Poll> into(List<String> read) {
    return poll -> {
      read.addAll(places(poll.messages()).toList());
      return true;
    };
  }

  private static Map<Partition, LogRange> ranges(MessageLog log) {
    return log.partitions().stream()
        .collect(
            Collectors.toMap(
                LogPartition::partition, each -> new LogRange(each.beginning(), each.end())));
  }

  private static Stream<String> places(List<? extends Message> messages) {
    return messages.stream()
        .map(Message::raw)
        .map(raw -> place(raw.partition().topic(), raw.partition().number(), raw.offset()));
  }

  /** Where nothing collides, nobody stands between. */
  @Test
  void othersAreNotGuarded() {
    var consumer = new LogConsumer();

    assertThat(CollidingTopics.guarded(consumer, List.of("a.b", "a-b"))).isSameAs(consumer);
    assertThat(CollidingTopics.guarded(consumer, List.of("a.b", "a_b"))).isNotSameAs(consumer);
  }
}
