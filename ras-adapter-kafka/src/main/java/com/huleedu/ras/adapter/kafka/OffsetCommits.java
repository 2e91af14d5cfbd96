package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.in.ProjectEvents;
import com.huleedu.ras.domain.port.in.ProjectionResult;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits to Kafka what the assignment has reached; on the consumer's thread only. */
final class OffsetCommits {
  static final Duration WITHIN = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

  private final Consumer<byte[], byte[]> consumer;
  private final Assignment assignment;
  private final ProjectEvents projector;
  private final ExecutorService worker;

  /**
   * @param worker acknowledges to the projector, which may take the time of a round trip
   */
  OffsetCommits(
      Consumer<byte[], byte[]> consumer,
      Assignment assignment,
      ProjectEvents projector,
      ExecutorService worker) {
    this.consumer = consumer;
    this.assignment = assignment;
    this.projector = projector;
    this.worker = worker;
  }

  /** Sends the commit on its way, and acknowledges what was projected once it has succeeded. */
  void soon(Collection<TopicPartition> partitions, ProjectionResult.Projected projected) {
    consumer.commitAsync(
        assignment.committable(partitions),
        (offsets, failure) -> {
          if (failure != null) {
            // The next commit covers it, and the database knows the position anyway.
            LOG.debug("Offsets {} not committed: {}", offsets, failure.getMessage());
          } else if (!worker.isShutdown()) {
            worker.execute(() -> projector.acknowledged(projected));
          }
        });
  }

  /** Commits before partitions are handed over; failing is no harm, only work done twice. */
  void now(Collection<TopicPartition> partitions) {
    try {
      consumer.commitSync(assignment.committable(partitions), WITHIN);
    } catch (KafkaException tooLate) {
      LOG.warn("Offsets of {} not committed: {}", partitions, tooLate.getMessage());
    }
  }
}
