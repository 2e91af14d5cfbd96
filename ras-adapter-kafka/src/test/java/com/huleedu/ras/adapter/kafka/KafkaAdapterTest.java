package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The consumer on a real Kafka, with a projector that can be told to misbehave. */
class KafkaAdapterTest extends ConsumerTestBase {
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
    projector.positions.put(new Partition(topic, 0), 15L);
    projector.positions.put(new Partition(topic, 1), 0L);
    try (KafkaAdapter adapter = start()) {
      awaitApplied(25);
      assertThat(projector.applied).doesNotContain(topic + "-0@14");
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

  @Test
  void aGapIsAProblemThatNamesItAndOtherPartitionsGoOn() throws Exception {
    publish(0, 20);
    TopicPartition cut = new TopicPartition(topic, 0);
    admin.deleteRecords(Map.of(cut, RecordsToDelete.beforeOffset(6))).all().get();
    projector.positions.put(new Partition(topic, 0), 2L);
    try (KafkaAdapter adapter = start()) {
      awaitApplied(10);
      await()
          .untilAsserted(() ->
              assertThat(adapter.problems())
                  .anyMatch(p -> p.contains(cut + ": messages 2 to 5 were deleted")));
      // The operator accepts the gap.
      projector.positions.put(new Partition(topic, 0), 6L);
      awaitApplied(14);
      await().untilAsserted(() -> assertThat(adapter.problems()).isEmpty());
    }
  }

  @Test
  void aTopicThatIsCreatedAgainIsReadFromItsBeginning() {
    publish(0, 20);
    try (KafkaAdapter adapter = start()) {
      awaitApplied(20);
      EmbeddedServers.kafka().deleteTopic(topic);
      projector.applied.clear();
      projector.positions.keySet().removeIf(p -> p.topic().equals(topic));
      EmbeddedServers.kafka().createTopic(topic, 2);
      publish(0, 6);

      awaitApplied(6);
      assertThat(adapter.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void anErrorEndsTheConsumerAndAnotherOneGoesOn(String protocol) {
    publish(0, 10);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (KafkaAdapter adapter =
        KafkaAdapter.start(
            config(protocol), DECODER, projector, registry, InstantSource.system())) {
      awaitApplied(10);
      projector.error.set(new OutOfMemoryError("planted"));
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(adapter.problems()).anyMatch(p -> p.contains("planted")));
      publish(10, 20);
      awaitApplied(20);

      assertThat(adapter.isAlive()).isTrue();
      assertThat(registry.get("ras.consumer.errors").counter().count()).isEqualTo(1);
      await().untilAsserted(() -> assertThat(adapter.problems()).isEmpty());
    }
  }

  @Test
  void settingsThatKafkaRefusesAreNamed() {
    KafkaConfig good = config("classic");
    KafkaConfig bad =
        new KafkaConfig(
            "no-port",
            name,
            good.topics(),
            good.essential(),
            true,
            10,
            good.sessionTimeout(),
            "classic",
            Optional.empty(),
            good.stallAfter(),
            good.security());

    assertThatThrownBy(() ->
            KafkaAdapter.start(
                bad, DECODER, projector, new SimpleMeterRegistry(), InstantSource.system()))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS=no-port");
  }
}
