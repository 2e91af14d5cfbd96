package com.huleedu.ras.domain.port.projection;

/** Where consuming a partition goes on. */
public sealed interface ResumePoint {

  /** From this offset. */
  record At(long offset) implements ResumePoint {}

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
      return "%s: messages %d to %d were deleted by Kafka's retention before they were projected"
          .formatted(partition, position, beginning - 1);
    }
  }
}
