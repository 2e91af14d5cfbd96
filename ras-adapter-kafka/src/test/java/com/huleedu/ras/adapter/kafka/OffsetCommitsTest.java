package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Marks are set for what a commit covered, and for nothing else. */
class OffsetCommitsTest {
  private static final TopicPartition KEPT = new TopicPartition("topic", 0);
  private static final TopicPartition MOVED = new TopicPartition("topic", 1);
  private static final OffsetAndMetadata TO = new OffsetAndMetadata(10);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final Assignment assignment = new Assignment();
  private final RecordingProjector projector = new RecordingProjector();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final OffsetCommits commits = new OffsetCommits(consumer, assignment, projector, worker);

  @BeforeEach
  void bothWereProjected() {
    consumer.assign(List.of(KEPT, MOVED));
    assignment.markRunning(KEPT, "id", TO);
    assignment.markRunning(MOVED, "id", TO);
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
    assertThat(consumer.committed(java.util.Set.of(KEPT, MOVED)).get(KEPT)).isEqualTo(TO);
  }

  @Test
  void aPartitionThatCameBackAndStandsLowerIsNotCoveredEither() throws InterruptedException {
    assignment.markRunning(MOVED, "id", new OffsetAndMetadata(4));

    assertThat(acknowledgements()).isZero();
  }
}
