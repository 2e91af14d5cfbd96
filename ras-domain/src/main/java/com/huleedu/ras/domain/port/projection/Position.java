package com.huleedu.ras.domain.port.projection;

import org.jspecify.annotations.Nullable;

/**
 * How far a partition has been projected.
 *
 * @param topicId Kafka's id of the topic that the offset belongs to
 * @param next the first offset that is not yet durable
 * @param last the last record below it that was projected; null if nothing is known of it
 */
public record Position(Partition partition, String topicId, long next, @Nullable LastRecord last) {

  /** A position of whose last record nothing is known, as where a partition begins. */
  public Position(Partition partition, String topicId, long next) {
    this(partition, topicId, next, null);
  }
}
