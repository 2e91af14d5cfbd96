package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Marks are set for what a commit covered, and for nothing else. */
class OffsetCommitsTest {
  private static final TopicPartition KEPT = new TopicPartition("topic", 0);
  private static final TopicPartition MOVED = new TopicPartition("topic", 1);
  private static final OffsetAndMetadata TO = new OffsetAndMetadata(10);

  private final Failing consumer = new Failing();

  /** Fails as often as it is told to. */
  private static final class Failing extends MockConsumer<byte[], byte[]> {
    private int wakeups;
    private int failures;

    Failing() {
      super("none");
    }

    @Override
    public synchronized void commitSync(
        Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      if (wakeups-- > 0) {
        throw new WakeupException();
      }
      super.commitSync(offsets, timeout);
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      if (failures-- > 0) {
        callback.onComplete(offsets, new RetriableCommitFailedException("on purpose"));
      } else {
        super.commitAsync(offsets, callback);
      }
    }
  }

  private final Assignment assignment = new Assignment();
  private final RecordingProjector projector = new RecordingProjector();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final OffsetCommits commits = new OffsetCommits(consumer, assignment, projector, worker);

  @BeforeEach
  void bothWereProjected() {
    consumer.assign(List.of(KEPT, MOVED));
    assignment.markRunning(KEPT, "id", TO);
    assignment.markRunning(MOVED, "id", TO);
    assignment.takeStarted(); // long ago, and that is committed
  }

  @AfterEach
  void close() {
    worker.shutdownNow();
    consumer.close();
  }

  private int acknowledgements() throws InterruptedException {
    commits.soon(Map.of(KEPT, TO, MOVED, TO), RecordingProjector.PROJECTED);
    worker.shutdown();
    assertThat(worker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    return projector.acknowledgements.get();
  }

  @Test
  void whatIsCommittedIsAcknowledged() throws InterruptedException {
    commits.soon(Map.of(KEPT, TO, MOVED, TO), RecordingProjector.PROJECTED);

    await().untilAsserted(() -> assertThat(projector.acknowledgements).hasValue(1));
  }

  @Test
  void aPartitionThatWasLostIsNotCommittedSoNothingIsAcknowledged() throws InterruptedException {
    assignment.remove(List.of(MOVED));

    assertThat(acknowledgements()).isZero();
    assertThat(consumer.committed(Set.of(KEPT, MOVED)).get(KEPT)).isEqualTo(TO);
  }

  @Test
  void aPartitionThatCameBackAndStandsLowerIsNotCoveredEither() throws InterruptedException {
    assignment.markRunning(MOVED, "id", new OffsetAndMetadata(4));

    assertThat(acknowledgements()).isZero();
  }

  /** A stop wakes the consumer up, wherever it is: also in the last commit, which must be made. */
  @Test
  void aWakeupDoesNotKeepTheLastOffsetsFromBeingCommitted() {
    consumer.wakeups = 1;
    commits.now(List.of(KEPT, MOVED));

    assertThat(consumer.committed(Set.of(KEPT, MOVED)).values()).containsOnly(TO);
  }

  @Test
  void whatCouldNotBeCommittedTwiceIsCommittedInTheEnd() {
    consumer.failures = 2;
    commits.soon(Map.of(KEPT, TO, MOVED, TO), RecordingProjector.PROJECTED);

    await()
        .untilAsserted(() -> {
          commits.again();
          assertThat(consumer.committed(Set.of(KEPT, MOVED)).values()).containsOnly(TO);
        });
    assertThat(consumer.failures).isNegative();
  }

  /** A Kafka that is away is not asked at every step of the loop. */
  @Test
  void whatCouldNotBeCommittedIsTriedAgainAfterASecond() {
    long started = System.nanoTime();
    OffsetCommits fresh = new OffsetCommits(consumer, assignment, projector, worker);
    consumer.failures = 1;
    fresh.soon(Map.of(KEPT, TO, MOVED, TO), RecordingProjector.PROJECTED);
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> {
          fresh.again();
          return consumer.committed(Set.of(KEPT)).containsKey(KEPT);
        });

    assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
  }
}
