package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read while a poll is projected: one poll after it, and nothing that may be wrong. */
class ReadAheadTest {
  private static final TopicPartition ONE = LoopFixture.ONE;
  private static final TopicPartition OTHER = LoopFixture.OTHER;

  private final LoopFixture on = new LoopFixture();
  private final List<Poll> polls = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void nothingIsPassedOver() {
    release.countDown();
    on.close();
    assertThat(on.projector.violations).isEmpty();
  }

  /**
   * While the first poll is projected these messages come, and are read; then it ends like this.
   */
  private void duringTheFirst(Supplier<ProjectionResult> end, TopicPartition... come) {
    on.projector.behaviour =
        poll -> {
          polls.add(poll);
          if (polls.size() > 1) {
            return RecordingProjector.PROJECTED;
          }
          synchronized (on.consumer) {
            List.of(come).forEach(partition -> on.consumer.publish(partition, 7));
          }
          await().until(() -> polled() > come.length);
          return end.get();
        };
    on.consumer.publish(ONE, 1);
  }

  private int polled() {
    synchronized (on.consumer) {
      return on.consumer.polled.size();
    }
  }

  @Test
  void isOnePollAfterIt() {
    duringTheFirst(() -> RecordingProjector.PROJECTED, ONE, ONE, OTHER);
    on.assigned(ONE, OTHER);
    on.untilApplied("a-0@0", "a-0@1", "a-0@2", "a-1@0");
    on.run();

    assertThat(polls).hasSize(2);
    assertThat(polls.getLast().messages()).hasSize(3);
    assertThat(on.consumer.polled).hasSize(4);
    assertThat(on.committed(ONE)).isEqualTo(3);
  }

  /** Nobody knows what became of the first: both are asked for again, and in their order. */
  @Test
  void isReadAgainWhereTheFirstFailed() {
    duringTheFirst(
        () -> {
          throw new UnavailableException("PostgreSQL", "it is away");
        },
        ONE);
    on.assigned(ONE);
    on.untilApplied("a-0@0", "a-0@1");
    on.run();

    assertThat(polls.get(1).advances().getFirst().from()).isZero();
    assertThat(on.projector.applied).containsExactly("a-0@0", "a-0@1");
  }

  @Test
  void isReadAgainWhereTheDatabaseFellBack() {
    duringTheFirst(ProjectionResult.FellBack::new, ONE, OTHER);
    on.assigned(ONE, OTHER);
    on.untilApplied("a-0@0", "a-0@1", "a-1@0");
    on.run();

    assertThat(polls.get(1).advances()).extracting(it -> it.from()).containsOnly(0L);
  }

  /** Of another partition than the first's it is as good as ever. */
  @Test
  void ofAnotherPartitionItIsTakenWhereTheFirstFailed() {
    duringTheFirst(
        () -> {
          throw new UnavailableException("PostgreSQL", "it is away");
        },
        OTHER);
    on.assigned(ONE, OTHER);
    on.untilApplied("a-0@0", "a-1@0");
    on.run();

    assertThat(on.projector.applied).containsExactlyInAnyOrder("a-0@0", "a-1@0");
    assertThat(on.consumer.polled).containsOnlyOnce(OTHER);
  }

  /** Whoever the connection is to now may have another log. */
  @Test
  void isReadAgainAfterALostConnection() {
    duringTheFirst(
        () -> {
          synchronized (on.consumer) {
            on.consumer.closedConnections++;
            on.consumer.publish(ONE, 3);
          }
          await().until(() -> polled() > 2);
          return RecordingProjector.PROJECTED;
        },
        ONE);
    on.assigned(ONE);
    on.untilApplied("a-0@0", "a-0@1", "a-0@2");
    on.run();

    assertThat(on.projector.asked).as("asked again where to go on").hasSize(2);
    assertThat(on.consumer.polled).as("what came before and after").hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void isLeftToWhoeverGetsThePartition() {
    duringTheFirst(() -> on.await(release), ONE);
    on.assigned(ONE, OTHER);
    on.consumer.until(() -> polled() == 2);
    on.consumer.then(() -> {
      release.countDown();
      on.consumer.rebalance(List.of(OTHER));
    });
    on.consumer.then(() -> on.consumer.publish(OTHER, 1));
    on.untilApplied("a-0@0", "a-1@0");
    on.run();

    assertThat(on.committed(ONE)).isOne();
  }
}
