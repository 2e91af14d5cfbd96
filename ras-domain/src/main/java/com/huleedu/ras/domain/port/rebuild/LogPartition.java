package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.port.projection.Partition;

/**
 * A partition as Kafka has it now.
 *
 * @param topicId Kafka's id of the topic, which a topic created again under its name doesn't share
 * @param beginning the first offset that Kafka still has
 * @param end the offset that the next message will get
 */
public record LogPartition(Partition partition, String topicId, long beginning, long end) {

  /** Whether the messages at its beginning were deleted. */
  public boolean isCut() {
    return beginning > 0;
  }
}
