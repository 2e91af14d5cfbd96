package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.FaultProxy.Direction;
import com.huleedu.ras.embedded.KafkaBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The lag is the truth also while a projection is stuck and nothing is fetched. */
class LagTest extends ConsumerTestBase {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void countsWhatIsNotAcknowledgedEvenWhileNothingIsFetched() {
    publish(0, 4);
    try (KafkaAdapter adapter =
        KafkaAdapter.start(
            config("classic"), DECODER, projector, registry, InstantSource.system())) {
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

  @Test
  void offsetsWhoseCommitIsLostAreCommittedAgainThoughNoMessageFollows() throws Exception {
    KafkaBroker kafka = EmbeddedServers.kafka();
    try (FaultProxy way = FaultProxy.to(kafka);
        KafkaAdapter adapter =
            KafkaAdapter.start(
                config("classic", kafka.detour()),
                DECODER,
                projector,
                registry,
                InstantSource.system())) {
      publish(0, 4);
      awaitApplied(4);
      awaitLag(0);
      CompletableFuture<Void> lost =
          way.trap(Direction.REQUEST, LagTest::commitsOffsets, false, () -> {});
      publish(4, 5);
      lost.get(30, TimeUnit.SECONDS);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(committed()).containsOnly(Map.entry(0, 3L), Map.entry(1, 2L)));
      awaitLag(0);
      assertThat(adapter.isAlive()).isTrue();
    }
  }

  /** A request of Kafka's protocol begins with its length, 4 bytes, and the key of the API, 2. */
  private static boolean commitsOffsets(byte[] piece) {
    return piece.length > 8 && ByteBuffer.wrap(piece).getShort(4) == 8;
  }

  private void awaitLag(double messages) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(
                    registry.get("ras.consumer.lag.messages").tag("topic", topic).gauge().value())
                .isEqualTo(messages));
  }
}
