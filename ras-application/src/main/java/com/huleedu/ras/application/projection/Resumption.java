package com.huleedu.ras.application.projection;

import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.LastRecord;
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

  /**
   * Decides.
   *
   * @param consumed whether anything was consumed before that makes the partition a new one: of its
   *     topic, by whomever, or by the service before this process
   */
  static Resumption decide(
      AssignedPartition assigned, @Nullable Position stored, boolean consumed) {
    Long committed = assigned.committed();
    if (stored == null) {
      // A partition that was added is new to the log: what is in it came after the service did.
      return committed == null
          ? beginAt(assigned, consumed ? assigned.beginning() : assigned.start(), false)
          : beginAt(assigned, assigned.beginning(), true);
    }
    if (!stored.topicId().equals(assigned.topicId())) {
      // Another log under the same name: what was projected stays true, what is there now is new.
      // Whether the database still has all of it, its offsets can't tell any more.
      return beginAt(assigned, assigned.beginning(), true);
    }
    Long parted = assigned.parted();
    if (parted != null) {
      // The same of what came after the place where the log parts from what was projected.
      long from = Math.max(assigned.beginning(), Math.min(parted, stored.next()));
      return beginAt(assigned, from, true);
    }
    // Without a committed offset there is no evidence that it did not; a new lineage costs little.
    boolean fellBack = committed == null || committed > stored.next();
    if (stored.next() < assigned.beginning()) {
      return new Resumption(
          new ResumePoint.Gap(assigned.partition(), stored.next(), assigned.beginning()),
          null,
          fellBack);
    }
    return new Resumption(new ResumePoint.At(start(assigned, stored), stored), null, fellBack);
  }

  /**
   * Kafka's offset is committed after the invalidation, the position before it: what lies between
   * them may have missed its invalidation in a crash, so it is delivered again. So is what lies
   * behind the last record, where nothing but markers of transactions was.
   */
  private static long start(AssignedPartition assigned, Position stored) {
    Long committed = assigned.committed();
    LastRecord last = stored.last();
    long projected = last == null ? stored.next() : Math.min(last.offset() + 1, stored.next());
    long start = committed == null ? projected : Math.min(committed, projected);
    return Math.max(start, assigned.beginning());
  }

  private static Resumption beginAt(AssignedPartition assigned, long offset, boolean fellBack) {
    Position begin = new Position(assigned.partition(), assigned.topicId(), offset);
    return new Resumption(new ResumePoint.At(offset, null), begin, fellBack);
  }
}
