package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The lag is the truth also while a projection is stuck and nothing is fetched. */
class LagTest extends ConsumerTestBase {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void countsWhatIsNotAcknowledgedEvenWhileNothingIsFetched() {
    publish(0, 4);
    try (KafkaAdapter adapter = KafkaAdapter.start(config("classic"), projector, registry)) {
      awaitApplied(4);
      awaitLag(0);

      CountDownLatch databaseIsBack = new CountDownLatch(1);
      projector.behaviour =
          poll -> {
            try {
              databaseIsBack.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return RecordingProjector.PROJECTED;
          };
      publish(4, 10);
      awaitLag(6);
      publish(10, 31);
      awaitLag(27);

      databaseIsBack.countDown();
      awaitLag(0);
      assertThat(adapter.isAlive()).isTrue();
    }
  }

  private void awaitLag(double messages) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(
                    registry
                        .get("ras.consumer.lag.messages")
                        .tag("topic", topics.phaseOutcome())
                        .gauge()
                        .value())
                .isEqualTo(messages));
  }
}
