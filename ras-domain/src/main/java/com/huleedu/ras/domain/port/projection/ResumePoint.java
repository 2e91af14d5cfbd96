package com.huleedu.ras.domain.port.projection;

import org.jspecify.annotations.Nullable;

/** Where consuming a partition goes on. */
public sealed interface ResumePoint {

  /**
   * From this offset, if the log still is the one that was projected.
   *
   * @param projected what the log is to be held against before going on; null if nothing is
   *     projected, or all of it anew. If it parts, ask again, and say where
   */
  record At(long offset, @Nullable Position projected) implements ResumePoint {}

  /**
   * Not at all: Kafka's retention has deleted messages that were never projected. No retry brings
   * them back; an operator restores them or accepts the gap (docs/operations.md).
   *
   * @param position the first offset that was not projected
   * @param beginning the first offset that Kafka still has
   */
  record Gap(Partition partition, long position, long beginning) implements ResumePoint {
    @Override
    public String toString() {
      return "%s: messages %s to %s were deleted by Kafka's retention before they were projected"
          .formatted(partition, position, beginning - 1);
    }
  }
}
