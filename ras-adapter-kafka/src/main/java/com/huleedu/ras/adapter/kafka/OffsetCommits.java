package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits to Kafka what the assignment has reached; on the consumer's thread only. */
final class OffsetCommits {
  static final Duration WITHIN = Duration.ofSeconds(2);
  private static final long AGAIN_AFTER = Duration.ofSeconds(1).toNanos();
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

  private final Consumer<byte[], byte[]> consumer;
  private final Assignment assignment;
  private final ProjectEvents projector;
  private final ExecutorService acknowledger;
  private final Set<TopicPartition> owed = new HashSet<>();
  private long lastAgain = System.nanoTime();

  /**
   * @param acknowledger acknowledges to the projector, which may take the time of a round trip
   */
  OffsetCommits(
      Consumer<byte[], byte[]> consumer,
      Assignment assignment,
      ProjectEvents projector,
      ExecutorService acknowledger) {
    this.consumer = consumer;
    this.assignment = assignment;
    this.projector = projector;
    this.acknowledger = acknowledger;
  }

  /**
   * Sends the commit on its way, and acknowledges what was projected once it has succeeded.
   *
   * @param covered for each partition of the poll, the offset after it: a partition that was lost
   *     meanwhile is not committed here, and then nothing may be acknowledged, since a mark must
   *     never be ahead of the committed offsets
   */
  void soon(Map<TopicPartition, OffsetAndMetadata> covered, ProjectionResult.Projected projected) {
    consumer.commitAsync(
        assignment.committable(covered.keySet()),
        (offsets, failure) -> {
          if (failure != null) {
            remember(offsets.keySet(), failure);
          } else if (cover(offsets, covered) && !acknowledger.isShutdown()) {
            acknowledger.execute(() -> projector.acknowledged(projected));
          }
        });
  }

  private static boolean cover(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, OffsetAndMetadata> covered) {
    return covered.entrySet().stream()
        .allMatch(entry -> {
          OffsetAndMetadata offset = committed.get(entry.getKey());
          return offset != null && offset.offset() >= entry.getValue().offset();
        });
  }

  private void remember(Set<TopicPartition> partitions, Exception failure) {
    LOG.debug("Offsets of {} not committed: {}", partitions, failure.getMessage());
    owed.addAll(partitions);
  }

  /**
   * Commits what could not be committed before. Where no further message comes, no further commit
   * would: the lag would stay, and in the end retention would pass the offset.
   */
  void again() {
    started(); // those after which something failed for another one
    if (owed.isEmpty() || System.nanoTime() - lastAgain < AGAIN_AFTER) {
      return;
    }
    lastAgain = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> offsets = assignment.committable(owed);
    owed.clear();
    consumer.commitAsync(
        offsets,
        (committed, failure) -> {
          if (failure != null) {
            remember(committed.keySet(), failure);
          }
        });
  }

  /**
   * Commits where partitions have begun to go on, at once: a committed offset that is missing, or
   * ahead of the database, would mislead whoever owns the partition next. Kafka may be slow with
   * that and well otherwise: then it is owed, and nobody waits for it.
   */
  void started() {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        assignment.committable(assignment.takeStarted());
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets, WITHIN);
    } catch (KafkaException failure) {
      remember(offsets.keySet(), failure);
      if (!(failure instanceof TimeoutException)) {
        throw failure;
      }
    }
  }

  /** Commits before partitions are handed over; failing is no harm, only work done twice. */
  void now(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = assignment.committable(partitions);
    try {
      try {
        consumer.commitSync(offsets, WITHIN);
      } catch (WakeupException stopping) {
        // Meant for the poll that a stop would have waited for; it comes once.
        consumer.commitSync(offsets, WITHIN);
      }
    } catch (KafkaException tooLate) {
      LOG.warn("Offsets of {} not committed: {}", partitions, tooLate.getMessage());
    }
  }
}
