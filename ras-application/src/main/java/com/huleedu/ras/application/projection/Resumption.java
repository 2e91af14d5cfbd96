package com.huleedu.ras.application.projection;

import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import org.jspecify.annotations.Nullable;

/**
 * The decision where one partition goes on, from what the database stored and what Kafka knows.
 *
 * @param point where to go on
 * @param begin the position to store first, if the stored one is missing or void
 * @param fellBack whether the database lacks, or may lack, what it once had
 */
record Resumption(ResumePoint point, @Nullable Position begin, boolean fellBack) {

  static Resumption decide(AssignedPartition assigned, @Nullable Position stored) {
    Long committed = assigned.committed();
    if (stored == null) {
      return committed == null
          ? beginAt(assigned, assigned.start(), false)
          : beginAt(assigned, assigned.beginning(), true);
    }
    if (!stored.topicId().equals(assigned.topicId()) || stored.next() > assigned.end()) {
      // Another log under the same name, or one that lost its tail: what was projected stays true,
      // what is there now may all be new.
      return beginAt(assigned, assigned.beginning(), false);
    }
    // Without a committed offset there is no evidence that it did not; a new lineage costs little.
    boolean fellBack = committed == null || committed > stored.next();
    if (stored.next() < assigned.beginning()) {
      return new Resumption(
          new ResumePoint.Gap(assigned.partition(), stored.next(), assigned.beginning()),
          null,
          fellBack);
    }
    return new Resumption(new ResumePoint.At(start(assigned, stored)), null, fellBack);
  }

  /**
   * Kafka's offset is committed after the invalidation, the position before it: what lies between
   * them may have missed its invalidation in a crash, so it is delivered again.
   */
  private static long start(AssignedPartition assigned, Position stored) {
    Long committed = assigned.committed();
    long start = committed == null ? stored.next() : Math.min(committed, stored.next());
    return Math.max(start, assigned.beginning());
  }

  private static Resumption beginAt(AssignedPartition assigned, long offset, boolean fellBack) {
    Position begin = new Position(assigned.partition(), assigned.topicId(), offset);
    return new Resumption(new ResumePoint.At(offset), begin, fellBack);
  }
}
