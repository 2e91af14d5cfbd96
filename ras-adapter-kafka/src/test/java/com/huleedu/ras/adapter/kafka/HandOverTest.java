package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions change hands, and the service stops, while work is under way. */
class HandOverTest extends ConsumerTestBase {

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
          KafkaAdapter.start(
              config(protocol),
              DECODER,
              other,
              new SimpleMeterRegistry(),
              InstantSource.system())) {
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(other.asked).isNotEmpty());
        assertThat(joining.isAlive()).isTrue();
      }
      release.countDown();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            Set<String> applied = new HashSet<>(projector.applied);
            applied.addAll(other.applied);
            assertThat(applied).hasSize(4);
            assertThat(stuck.stall()).isEmpty();
          });
    }
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
    await().until(HandOverTest::aConsumerFinishes);
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
}
