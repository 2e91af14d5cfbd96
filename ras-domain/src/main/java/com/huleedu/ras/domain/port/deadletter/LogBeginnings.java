package com.huleedu.ras.domain.port.deadletter;

import com.huleedu.ras.domain.port.projection.Partition;
import java.util.List;

/** What Kafka still has. */
public interface LogBeginnings {

  /**
   * Where a partition begins now.
   *
   * @param topicId Kafka's id of the topic, which a topic created again under its name doesn't
   *     share
   * @param offset the first that Kafka still has; all before it were deleted
   */
  record Beginning(Partition partition, String topicId, long offset) {}

  /**
   * Of every partition of the topics.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if Kafka does not say it of all of them
   */
  List<Beginning> beginnings();
}
