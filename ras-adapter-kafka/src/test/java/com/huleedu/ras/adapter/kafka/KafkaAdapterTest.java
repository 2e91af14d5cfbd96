package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.in.ProjectionResult;
import com.huleedu.ras.domain.port.out.Partition;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The consumer on a real Kafka, with a projector that can be told to misbehave. */
class KafkaAdapterTest {
  private static final Map<String, Object> CONNECTION =
      Map.of("bootstrap.servers", EmbeddedServers.kafka().bootstrapServers());

  private final String name = "t" + UUID.randomUUID().toString().substring(0, 8);
  private final Topics topics = new Topics(name + "-r", name + "-o", name + "-s", name + "-c");
  private final RecordingProjector projector = new RecordingProjector();
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(CONNECTION, new ByteArraySerializer(), new ByteArraySerializer());
  private final Admin admin = Admin.create(CONNECTION);

  @BeforeEach
  void createTopics() {
    topics.names().forEach(topic -> EmbeddedServers.kafka().createTopic(topic, 2));
  }

  @AfterEach
  void close() {
    producer.close();
    admin.close();
    assertThat(projector.violations).isEmpty();
  }

  private KafkaConfig config(String protocol) {
    return new KafkaConfig(
        EmbeddedServers.kafka().bootstrapServers(),
        name,
        topics,
        true,
        10,
        Duration.ofSeconds(6),
        protocol,
        Optional.empty(),
        Duration.ofSeconds(1));
  }

  private KafkaAdapter start() {
    return start("classic");
  }

  private KafkaAdapter start(String protocol) {
    return KafkaAdapter.start(config(protocol), projector, new SimpleMeterRegistry());
  }

  private void publish(int from, int to) {
    for (int i = from; i < to; i++) {
      byte[] value = ("message " + i).getBytes(StandardCharsets.UTF_8);
      var ignored = producer.send(new ProducerRecord<>(topics.phaseOutcome(), i % 2, null, value));
    }
    producer.flush();
  }

  private Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
    Map<Integer, Long> offsets = new HashMap<>();
    admin
        .listConsumerGroupOffsets(name)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach((partition, offset) -> {
          if (offset != null && partition.topic().equals(topics.phaseOutcome())) {
            offsets.put(partition.partition(), offset.offset());
          }
        });
    return offsets;
  }

  private void awaitApplied(int messages) {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(new HashSet<>(projector.applied)).hasSize(messages));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void deliversEverythingAndCommitsExactly(String protocol) {
    publish(0, 50);
    try (KafkaAdapter adapter = start(protocol)) {
      awaitApplied(50);
      publish(50, 60);
      awaitApplied(60);

      await()
          .untilAsserted(
              () -> assertThat(committed()).containsOnly(Map.entry(0, 30L), Map.entry(1, 30L)));
      await().untilAsserted(() -> assertThat(adapter.problems()).isEmpty());
      assertThat(projector.applied).hasSize(60);
      await().untilAsserted(() -> assertThat(projector.acknowledgements).hasPositiveValue());
    }
  }

  @Test
  void resumesWhereTheDatabaseSaysWhateverKafkaHasCommitted() {
    publish(0, 40);
    projector.positions.put(new Partition(topics.phaseOutcome(), 0), 15L);
    projector.positions.put(new Partition(topics.phaseOutcome(), 1), 0L);
    try (KafkaAdapter adapter = start()) {
      awaitApplied(25);
      assertThat(projector.applied).doesNotContain(topics.phaseOutcome() + "-0@14");
      assertThat(adapter.isAlive()).isTrue();
    }
  }

  @Test
  void aProjectionThatFailsIsDeliveredAgainAndNothingIsCommittedMeanwhile() {
    AtomicInteger failures = new AtomicInteger(3);
    projector.behaviour =
        poll -> {
          if (failures.getAndDecrement() > 0) {
            throw new UnavailableException("PostgreSQL", "away on purpose");
          }
          return RecordingProjector.PROJECTED;
        };
    publish(0, 20);
    try (KafkaAdapter adapter = start()) {
      awaitApplied(20);
      assertThat(adapter.isAlive()).isTrue();
    }
    assertThat(failures.get()).isNegative();
  }

  @Test
  void aDatabaseThatFellBackIsReadAgainFromWhereItStands() {
    publish(0, 20);
    try (KafkaAdapter adapter = start()) {
      awaitApplied(20);
      projector.applied.clear();
      // Put back, and no message comes in that would show it.
      projector.positions.replaceAll((partition, position) -> 0L);
      projector.standsFirm = false;

      awaitApplied(20);
      assertThat(adapter.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void aPollThatTakesLongHoldsUpNobodyAndShowsAsAStall(String protocol) {
    CountDownLatch release = new CountDownLatch(1);
    projector.behaviour = poll -> projectedAfter(release);
    publish(0, 4);
    RecordingProjector other = new RecordingProjector();
    try (KafkaAdapter stuck = start(protocol)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(stuck.stall())
                  .hasValueSatisfying(p -> assertThat(p).contains("no progress for")));
      // Whoever joins now gets its share only if the stuck one takes part in the rebalance.
      try (KafkaAdapter joining =
          KafkaAdapter.start(config(protocol), other, new SimpleMeterRegistry())) {
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(other.asked).isNotEmpty());
        assertThat(joining.isAlive()).isTrue();
      }
      release.countDown();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(stuck.stall()).isEmpty());
    }
    Set<String> applied = new HashSet<>(projector.applied);
    applied.addAll(other.applied);
    assertThat(applied).hasSize(4);
  }

  private static ProjectionResult projectedAfter(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new UnavailableException("PostgreSQL", "interrupted", e);
    }
    return RecordingProjector.PROJECTED;
  }

  @Test
  void aSecondInstanceTakesOverItsShareAndTheRestWhenTheFirstLeaves() {
    publish(0, 20);
    KafkaAdapter first = start();
    awaitApplied(20);
    try (KafkaAdapter second = start()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(projector.asked).hasSizeGreaterThan(8));
      publish(20, 40);
      awaitApplied(40);
      first.close();
      publish(40, 60);
      awaitApplied(60);
      assertThat(second.isAlive()).isTrue();
    }
  }

  @Test
  void aGapIsAProblemThatNamesItAndOtherPartitionsGoOn() throws Exception {
    publish(0, 20);
    TopicPartition cut = new TopicPartition(topics.phaseOutcome(), 0);
    admin.deleteRecords(Map.of(cut, RecordsToDelete.beforeOffset(6))).all().get();
    projector.positions.put(new Partition(topics.phaseOutcome(), 0), 2L);
    try (KafkaAdapter adapter = start()) {
      awaitApplied(10);
      await()
          .untilAsserted(() ->
              assertThat(adapter.problems())
                  .anyMatch(p -> p.contains(cut + ": messages 2 to 5 were deleted")));
      // The operator accepts the gap.
      projector.positions.put(new Partition(topics.phaseOutcome(), 0), 6L);
      awaitApplied(14);
      await().untilAsserted(() -> assertThat(adapter.problems()).isEmpty());
    }
  }

  @Test
  void aTopicThatIsCreatedAgainIsReadFromItsBeginning() {
    publish(0, 20);
    try (KafkaAdapter adapter = start()) {
      awaitApplied(20);
      EmbeddedServers.kafka().deleteTopic(topics.phaseOutcome());
      projector.applied.clear();
      projector.positions.keySet().removeIf(p -> p.topic().equals(topics.phaseOutcome()));
      EmbeddedServers.kafka().createTopic(topics.phaseOutcome(), 2);
      publish(0, 6);

      awaitApplied(6);
      assertThat(adapter.isAlive()).isTrue();
    }
  }

  @Test
  void stoppingFinishesWhatIsUnderWayAndCommitsIt() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    projector.behaviour =
        poll -> {
          working.countDown();
          return projectedAfter(release);
        };
    publish(0, 2);
    KafkaAdapter adapter = start();
    working.await();
    Thread stop = Thread.ofVirtual().start(adapter::close);
    await().until(KafkaAdapterTest::aConsumerFinishes);
    release.countDown();
    assertThat(stop.join(Duration.ofSeconds(12))).isTrue();

    assertThat(projector.applied).isNotEmpty();
    assertThat(committed().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(projector.applied.size());
  }

  /** Whether a consumer's thread has left its loop and waits for the work under way. */
  private static boolean aConsumerFinishes() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("ras-consumer"))
        .flatMap(thread -> Stream.of(thread.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals("finish"));
  }

  @Test
  void settingsThatKafkaRefusesAreNamed() {
    KafkaConfig good = config("classic");
    KafkaConfig bad =
        new KafkaConfig(
            "no-port",
            name,
            good.topics(),
            true,
            10,
            good.sessionTimeout(),
            "classic",
            Optional.empty(),
            good.stallAfter());

    assertThatThrownBy(() -> KafkaAdapter.start(bad, projector, new SimpleMeterRegistry()))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS=no-port");
  }
}
