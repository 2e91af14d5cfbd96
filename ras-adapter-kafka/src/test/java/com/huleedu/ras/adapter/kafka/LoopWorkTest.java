package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.embedded.WrongPeer;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts as the consumer's own work, which tells whether it has to be made anew. */
class LoopWorkTest {
  private static final TopicPartition ONE = LoopFixture.ONE;
  private static final TopicPartition OTHER = LoopFixture.OTHER;
  private static final Duration LONG = Duration.ofSeconds(80);

  private final LoopFixture on = new LoopFixture();

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void aStepThatEndsDoesAndOneThatFailsDoesNot() {
    on.assigned(ONE);
    on.consumer.then(() -> on.pass(LONG));
    on.consumer.then(() -> {
      assertThat(on.health.sinceWork()).isLessThan(LONG);
      on.pass(LONG);
      on.consumer.fail(new KafkaException("it says no"));
    });
    on.consumer.then(() -> assertThat(on.health.sinceWork()).isGreaterThan(LONG));
    on.run();
  }

  /** The projection that takes long does not wait for Kafka. */
  @Test
  void soDoesAPollWhileTheProjectionIsUnderWay() {
    CountDownLatch release = new CountDownLatch(1);
    on.projector.behaviour = _ -> on.await(release);
    on.assigned(ONE);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.consumer.then(() -> on.pass(LONG));
    on.consumer.then(() -> assertThat(on.health.sinceWork()).isLessThan(LONG));
    on.consumer.then(release::countDown);
    on.untilApplied("a-0@0");
    on.run();
  }

  /** A backlog's polls take long: whatever Kafka is waited for once one is done is lost. */
  @Test
  void whileTheProjectionIsUnderWayKafkaIsNotWaitedFor() {
    CountDownLatch release = new CountDownLatch(1);
    on.projector.behaviour = _ -> on.await(release);
    on.assigned(ONE, OTHER);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.consumer.until(() -> on.consumer.paused().equals(Set.of(ONE, OTHER)));
    on.consumer.then(() -> assertThat(on.consumer.timeout).isLessThan(Duration.ofMillis(10)));
    on.consumer.then(release::countDown);
    on.untilApplied("a-0@0");
    on.run();
  }

  @Test
  void soDoesWhatFailsForWantOfTheDatabase() {
    on.projector.behaviour =
        _ -> {
          on.pass(LONG);
          throw new UnavailableException("PostgreSQL", "it is away");
        };
    on.assigned(ONE);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.consumer.then(() -> assertThat(on.health.sinceWork()).isLessThan(LONG));
    on.run();
  }

  /**
   * The second connection is lost right after a look: it is made up for, and finds who is there.
   */
  @Test
  void aLookThatIsOwedIsDoneWhenItIsTime() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (LoopFixture flapping = new LoopFixture("127.0.0.1:" + port)) {
      flapping.assigned(ONE);
      flapping.consumer.then(() -> flapping.consumer.closedConnections++);
      flapping.consumer.then(() -> flapping.consumer.closedConnections++);
      flapping.consumer.publish(ONE, 1);
      flapping.untilApplied("a-0@0");
      AtomicReference<WrongPeer> stranger = new AtomicReference<>();
      flapping.consumer.then(() -> stranger.set(WrongPeer.http(port)));
      flapping.consumer.then(() -> {});
      flapping.consumer.then(() -> flapping.pass(Duration.ofSeconds(10)));
      flapping.consumer.then(() -> {});
      assertThatThrownBy(flapping::run)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("answers HTTP");
      stranger.get().close();
      assertThat(flapping.projector.applied).containsExactly("a-0@0");
    }
  }
}
