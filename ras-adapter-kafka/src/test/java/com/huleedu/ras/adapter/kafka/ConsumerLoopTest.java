package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the consumer's thread makes of whatever comes between two polls. */
class ConsumerLoopTest {
  private static final TopicPartition ONE = LoopFixture.ONE;
  private static final TopicPartition OTHER = LoopFixture.OTHER;

  private final LoopFixture on = new LoopFixture();

  @AfterEach
  void nothingIsPassedOver() {
    on.close();
    assertThat(on.projector.violations).isEmpty();
  }

  @Test
  void consumesFromWhereTheDatabaseStandsAndCommits() {
    on.projector.positions.put(new Partition("a", 0), 1L);
    on.consumer.publish(ONE, 1, 2, 3);
    on.assigned(ONE, OTHER);
    on.untilApplied("a-0@1", "a-0@2");
    on.consumer.then(() -> on.consumer.publish(OTHER, 4));
    on.untilApplied("a-0@1", "a-0@2", "a-1@0");
    on.consumer.until(() -> on.projector.acknowledgements.get() == 2);
    on.consumer.then(() -> {
      assertThat(on.committed(ONE)).isEqualTo(3);
      assertThat(on.committed(OTHER)).isEqualTo(1);
      assertThat(on.health.stall()).isEmpty();
    });
    on.run();

    assertThat(on.consumer.closed()).isTrue();
    assertThat(on.errors.count()).isZero();
    assertThat(on.health.isAlive()).isTrue();
    assertThat(on.consumer.subscription()).containsExactlyInAnyOrder("a", "b");
    // A stop waits for no poll.
    assertThat(on.consumer.wakeups).isPositive();
  }

  /** The consumer has moved on, the database has not: what was polled is asked for again. */
  @Test
  void whatWasPolledBeforeAnUnexpectedExceptionIsPolledAgain() {
    long started = System.nanoTime();
    on.consumer.publish(ONE, 1, 2, 3);
    on.failures.put("a-0@1", new IllegalStateException("a mistake of ours"));
    on.assigned(ONE);
    on.untilApplied("a-0@0", "a-0@1", "a-0@2");
    on.run();

    assertThat(on.errors.count()).isOne();
    assertThat(on.health.problems()).anyMatch(it -> it.contains("a mistake of ours"));
    assertThat(System.nanoTime() - started).isGreaterThan(400_000_000L);
    assertThat(on.projector.asked).hasSize(2);
  }

  @Test
  void aProjectionThatFailsIsTriedAgain() {
    AtomicInteger calls = new AtomicInteger();
    on.projector.behaviour =
        _ -> {
          if (calls.incrementAndGet() == 1) {
            throw new UnavailableException("PostgreSQL", "it is away");
          }
          return RecordingProjector.PROJECTED;
        };
    on.consumer.publish(ONE, 1);
    on.assigned(ONE);
    on.untilApplied("a-0@0");
    on.run();

    assertThat(on.errors.count()).isOne();
    assertThat(on.health.problems()).anyMatch(it -> it.contains("it is away"));
    assertThat(on.health.stall()).isEmpty();
    assertThat(on.projector.asked).hasSize(2);
  }

  @Test
  void anErrorOfTheProjectionIsTriedAgainToo() {
    AtomicInteger calls = new AtomicInteger();
    on.projector.behaviour =
        _ -> {
          if (calls.incrementAndGet() == 1) {
            throw new StackOverflowError("too deep");
          }
          return RecordingProjector.PROJECTED;
        };
    on.consumer.publish(ONE, 1);
    on.assigned(ONE);
    on.untilApplied("a-0@0");
    on.run();

    assertThat(on.health.problems()).anyMatch(it -> it.contains("too deep"));
  }

  @Test
  void whereTheDatabaseFellBackAllIsAskedAboutAgain() {
    AtomicInteger calls = new AtomicInteger();
    on.projector.behaviour =
        _ ->
            calls.incrementAndGet() == 1
                ? new ProjectionResult.FellBack()
                : RecordingProjector.PROJECTED;
    on.consumer.publish(ONE, 1);
    on.assigned(ONE, OTHER);
    on.untilApplied("a-0@0");
    on.run();

    assertThat(on.projector.asked).hasSize(4);
    assertThat(on.errors.count()).isZero();
  }

  @Test
  void whatKafkaNoLongerHasIsAskedAboutAndTheOthersGoOn() {
    on.assigned(ONE, OTHER);
    on.consumer.then(() -> on.consumer.fail(new OffsetOutOfRangeException(Map.of(ONE, 0L))));
    on.consumer.then(() -> {
      assertThat(on.assignment.running()).containsExactly(OTHER);
      assertThat(on.consumer.paused()).containsExactly(ONE);
    });
    on.consumer.until(() -> on.assignment.running().contains(ONE));
    on.run();

    assertThat(on.projector.asked).hasSize(3);
    assertThat(on.errors.count()).isZero();
  }

  /** Kafka sets the flag of the thread, and would throw for ever. */
  @Test
  void aStrayInterruptMeansNothing() {
    on.assigned(ONE);
    on.consumer.then(() -> on.consumer.fail(new InterruptException("stray")));
    on.consumer.then(() -> assertThat(Thread.currentThread().isInterrupted()).isFalse());
    on.run();

    assertThat(on.errors.count()).isZero();
  }

  @Test
  void norDoesOneWhileWorkIsUnderWay() {
    CountDownLatch release = new CountDownLatch(1);
    on.projector.behaviour = _ -> on.await(release);
    on.assigned(ONE);
    on.consumer.then(() -> {
      on.consumer.publish(ONE, 1);
      Thread.currentThread().interrupt();
    });
    on.consumer.then(release::countDown);
    on.untilApplied("a-0@0");
    on.run();

    assertThat(on.errors.count()).isZero();
    assertThat(on.projector.asked).hasSize(1);
  }

  @Test
  void aFailureOfKafkaIsToldAndTriedAgain() {
    long started = System.nanoTime();
    on.assigned(ONE);
    on.consumer.then(() -> on.consumer.fail(new KafkaException("it says no")));
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.untilApplied("a-0@0");
    on.run();

    assertThat(on.errors.count()).isOne();
    assertThat(on.health.problems()).anyMatch(it -> it.contains("it says no"));
    // Not at once, over and over.
    assertThat(System.nanoTime() - started).isGreaterThan(400_000_000L);
    // Nobody says that the partitions stand elsewhere now.
    assertThat(on.projector.asked).hasSize(1);
  }

  static List<KafkaException> whatTheClientTellsOnce() {
    return List.of(
        new FencedInstanceIdException("another has its name"),
        new UnreleasedInstanceIdException("another has its name"),
        new GroupAuthorizationException("group"),
        new UnsupportedVersionException("too old"));
  }

  @ParameterizedTest
  @MethodSource("whatTheClientTellsOnce")
  void whatTheClientTellsOnceEndsTheLoop(KafkaException fatal) {
    on.assigned(ONE);
    on.consumer.then(() -> on.consumer.fail(fatal));
    assertThatThrownBy(on::run).isSameAs(fatal);
  }

  /**
   * Whoever is connected now may have another log: what it sent may not belong to what is known.
   */
  @Test
  void afterALostConnectionWhatCameIsAskedForAgain() {
    on.assigned(ONE);
    on.consumer.then(() -> {
      on.consumer.publish(ONE, 1);
      on.consumer.closedConnections++;
    });
    on.consumer.then(() -> assertThat(on.projector.applied).isEmpty());
    on.untilApplied("a-0@0");
    on.run();

    assertThat(on.projector.asked).hasSize(2);
    assertThat(on.consumer.polled).containsExactly(ONE, ONE);
  }

  /** It ends the look at who answers, and what was polled is not passed over. */
  @Test
  void aStrayInterruptAfterALostConnectionPassesNothingOver() {
    on.assigned(ONE);
    on.consumer.then(() -> {
      on.consumer.publish(ONE, 1);
      on.consumer.closedConnections++;
      Thread.currentThread().interrupt();
    });
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.untilApplied("a-0@0", "a-0@1");
    on.run();

    assertThat(on.committed(ONE)).isEqualTo(2);
  }

  @Test
  void aTopicThatWasCreatedAgainIsAskedAboutBeforeAnythingOfItIsTaken() {
    on.topics.createdAgainAfter = 1;
    on.consumer.publish(ONE, 1);
    on.assigned(ONE);
    on.untilApplied("a-0@0");
    on.run();

    assertThat(on.consumer.polled).containsExactly(ONE);
    assertThat(on.projector.asked).extracting(AssignedPartition::topicId).doesNotHaveDuplicates();
    assertThat(on.projector.asked).hasSize(2);
  }

  @Test
  void aFailureOfTheLastPollDoesNotKeepTheLoopFromClosing() {
    CountDownLatch release = new CountDownLatch(1);
    on.projector.behaviour =
        poll -> {
          on.await(release);
          throw new IllegalStateException("in the end");
        };
    on.assigned(ONE);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.run(release::countDown);

    assertThat(on.consumer.closed()).isTrue();
    assertThat(on.projector.applied).isEmpty();
  }

  /** Finished, committed, and only then is the group left. */
  @Test
  void whatIsUnderWayAtTheEndIsFinishedAndCommitted() {
    CountDownLatch release = new CountDownLatch(1);
    on.projector.behaviour = _ -> on.await(release);
    on.assigned(ONE);
    on.consumer.then(() -> on.consumer.publish(ONE, 1));
    on.run(release::countDown);

    assertThat(on.projector.applied).containsExactly("a-0@0");
    assertThat(on.committed(ONE)).isOne();
    assertThat(on.consumer.closed()).isTrue();
  }

  @Test
  void whatIsAddedGoesOnBesideWhatRuns() {
    on.assigned(ONE);
    on.consumer.until(() -> on.assignment.running().contains(ONE));
    on.assigned(ONE, OTHER);
    on.consumer.then(() -> assertThat(on.consumer.paused()).isEmpty());
    on.consumer.until(() -> on.assignment.running().equals(Set.of(ONE, OTHER)));
    on.run();
  }
}
