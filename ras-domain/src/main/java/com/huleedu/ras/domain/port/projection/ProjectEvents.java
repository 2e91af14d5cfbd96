package com.huleedu.ras.domain.port.projection;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds messages into the model: what the driver of the log calls. Safe for use by many threads.
 */
public interface ProjectEvents {

  /**
   * Says where consuming has to go on, by what the database says it has (guarantees, G1 and G14).
   * The answer may lie below what was projected: what is delivered again is harmless.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if the database is
   */
  Map<Partition, ResumePoint> resume(List<AssignedPartition> assigned);

  /**
   * Whether the database still has everything below these offsets. Asked now and then, it lets a
   * database that fell back be noticed even where no message comes in.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if the database is
   */
  boolean stillHas(Map<Partition, Long> reached);

  /**
   * The names of the topics that the database has begun: if one is not at the broker, it is gone,
   * and not just not there yet.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if the database is
   */
  Set<String> begunTopics();

  /**
   * Makes the messages durable and the cache free of answers that lack them; tries again for as
   * long as that takes. May be called twice, or by two instances, for the same messages.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if interrupted while a server is away; the
   *     messages may or may not be durable
   */
  ProjectionResult project(Poll poll);

  /**
   * Lets the messages be skipped when they are delivered again. To be called once their offsets are
   * committed, not before: committed offsets are what shows that a database has fallen back, so no
   * mark may be ahead of them. Best effort: never throws, and leaving it out costs only speed.
   */
  void acknowledged(ProjectionResult.Projected projected);
}
