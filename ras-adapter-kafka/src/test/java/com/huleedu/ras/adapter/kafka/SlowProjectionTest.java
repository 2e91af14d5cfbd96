package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While a poll takes long, the consumer goes on polling: nothing of what then comes is lost. */
class SlowProjectionTest {
  private static final TopicPartition ONE = LoopFixture.ONE;
  private static final TopicPartition OTHER = LoopFixture.OTHER;
  private static final TopicPartition THIRD = LoopFixture.THIRD;

  private final LoopFixture on = new LoopFixture();
  private final CountDownLatch release = new CountDownLatch(1);

  SlowProjectionTest() {
    on.projector.behaviour = _ -> on.await(release);
  }

  @AfterEach
  void nothingIsPassedOver() {
    release.countDown();
    on.close();
    assertThat(on.projector.violations).isEmpty();
  }

  /** The poll is of one partition; a message of the other that comes meanwhile waits its turn. */
  @Test
  void whatAnotherPartitionReceivesMeanwhileIsConsumedLater() {
    on.assigned(ONE, OTHER);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.consumer.then(() -> {
      assertThat(on.health.stall()).isPresent();
      assertThat(on.consumer.paused()).containsExactlyInAnyOrder(ONE, OTHER);
      on.consumer.publish(OTHER, 2);
      on.consumer.publish(ONE, 3);
    });
    on.consumer.then(() -> {});
    on.consumer.then(() -> {
      assertThat(on.consumer.polled).containsExactly(ONE);
      release.countDown();
    });
    on.untilApplied("a-0@0", "a-0@1", "a-1@0");
    on.consumer.then(() -> {
      assertThat(on.consumer.paused()).isEmpty();
      assertThat(on.health.stall()).isEmpty();
    });
    on.run();

    assertThat(on.projector.asked).hasSize(2);
  }

  @Test
  void whatIsAssignedMeanwhileWaitsAndThenGoesOn() {
    on.assigned(ONE);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.assigned(ONE, THIRD);
    on.consumer.then(() -> {
      assertThat(on.consumer.paused()).containsExactlyInAnyOrder(ONE, THIRD);
      assertThat(on.assignment.waiting()).containsExactly(THIRD);
      on.consumer.publish(THIRD, 2);
    });
    on.consumer.then(release::countDown);
    on.untilApplied("a-0@0", "b-0@0");
    on.run();
  }

  @Test
  void whatIsHandedOverIsFinishedAndCommittedBefore() {
    on.consumer.asyncCommitsFail = true;
    on.assigned(ONE, OTHER);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.consumer.then(() -> {
      release.countDown();
      on.consumer.rebalance(List.of(OTHER));
      assertThat(on.assignment.assigned()).containsExactly(OTHER);
      assertThat(on.committed(ONE)).isOne();
    });
    on.consumer.then(() -> assertThat(on.assignment.running()).containsExactly(OTHER));
    on.run();

    assertThat(on.projector.applied).containsExactly("a-0@0");
  }

  /** Another consumes them already: what ends here must not be committed over what that one has. */
  @Test
  void whatWasLostIsNeitherCommittedNorTakenUpAgain() {
    on.assigned(ONE, OTHER);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.consumer.then(() -> on.consumer.losePartitions(Set.of(ONE)));
    on.consumer.then(() -> {
      assertThat(on.assignment.assigned()).containsExactly(OTHER);
      release.countDown();
    });
    on.consumer.until(() -> on.projector.applied.size() == 1);
    on.consumer.then(() -> {});
    on.consumer.then(() -> {
      assertThat(on.assignment.assigned()).containsExactly(OTHER);
      assertThat(on.committed(ONE)).isZero();
    });
    on.run();

    // A mark ahead of the committed offset would let the message be left out.
    assertThat(on.projector.acknowledgements).hasValue(0);
  }

  /** A rebalance waits for some seconds, no longer: then whoever is next does the work again. */
  @Test
  void whatTakesTooLongIsGivenUpWhenItIsHandedOver() {
    on.assigned(ONE, OTHER);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.consumer.then(() -> {
      on.consumer.rebalance(List.of(OTHER));
      assertThat(on.committed(ONE)).isZero();
      assertThat(on.health.stall()).isEmpty();
    });
    on.consumer.then(() -> assertThat(on.assignment.running()).containsExactly(OTHER));
    on.run();

    assertThat(on.projector.applied).isEmpty();
    await().until(() -> on.interrupted.getCount() == 0);
  }
}
