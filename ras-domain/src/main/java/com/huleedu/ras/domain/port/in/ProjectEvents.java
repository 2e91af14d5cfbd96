package com.huleedu.ras.domain.port.in;

import com.huleedu.ras.domain.port.out.Partition;
import java.util.List;
import java.util.Map;

/**
 * Folds messages into the model: what the driver of the log calls. Safe for use by many threads.
 */
public interface ProjectEvents {

  /**
   * Says where consuming has to go on, by what the database says it has (guarantees, G1 and G14).
   *
   * @return for each partition the offset of the first message to deliver
   * @throws com.huleedu.ras.domain.RetentionPassedException if Kafka has deleted messages that were
   *     never projected
   * @throws com.huleedu.ras.domain.UnavailableException if the database is
   */
  Map<Partition, Long> resume(List<AssignedPartition> assigned);

  /**
   * Makes the messages durable and the cache free of answers that lack them; tries again for as
   * long as that takes. May be called twice, or by two instances, for the same messages.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if interrupted while a server is away; the
   *     messages may or may not be durable
   */
  ProjectionResult project(Poll poll);
}
