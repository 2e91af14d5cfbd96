package com.huleedu.ras.adapter.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka has of some partitions. Of one that does not answer, as without a leader, nothing is
 * there; the others are known all the same.
 *
 * @param beginnings the first offset of each
 * @param readable up to where each can be read: before the first open transaction
 * @param ends where each ends
 */
record LogExtent(
    Map<TopicPartition, Long> beginnings,
    Map<TopicPartition, Long> readable,
    Map<TopicPartition, Long> ends) {

  /**
   * The offsets from which on messages wait; those are left out of which nobody knows.
   *
   * @param reached how far the partitions that run are stored
   * @param committed what the group has committed; stands in for what is stored where a partition
   *     does not run, as while the database is away
   * @param fromBeginning whether what was never consumed is read from its beginning
   */
  Map<TopicPartition, Long> waitingFrom(
      Set<TopicPartition> partitions,
      Map<TopicPartition, Long> reached,
      Map<TopicPartition, Long> committed,
      boolean fromBeginning) {
    Map<TopicPartition, Long> all = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Long beginning = beginnings.get(partition);
      Long from = reached.getOrDefault(partition, committed.get(partition));
      if (from == null && fromBeginning) {
        from = beginning;
      }
      if (beginning != null && from != null && readable.containsKey(partition)) {
        // What retention took from a gap waits no more, for it will never come.
        all.put(partition, Math.max(beginning, from));
      }
    }
    return all;
  }

  /** How many messages wait, if so from there; {@code NaN} if nobody knows. */
  double messages(TopicPartition partition, @Nullable Long from) {
    Long end = readable.get(partition);
    return from == null || end == null ? Double.NaN : Math.max(0, end - from);
  }
}
