package com.huleedu.ras.domain;

/**
 * Kafka has already deleted messages that were never projected (guarantees, G14). No retry brings
 * them back: an operator has to decide.
 */
public final class RetentionPassedException extends RasException {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final int partition;
  private final long position;
  private final long beginning;

  public RetentionPassedException(String topic, int partition, long position, long beginning) {
    super(
        "%s-%d: messages %d to %d were deleted by Kafka's retention before they were projected; "
                .formatted(topic, partition, position, beginning - 1)
            + "restore them or accept the gap, see docs/operations.md");
    this.topic = topic;
    this.partition = partition;
    this.position = position;
    this.beginning = beginning;
  }

  public String topic() {
    return topic;
  }

  public int partition() {
    return partition;
  }

  /** The first offset that was not projected. */
  public long position() {
    return position;
  }

  /** The first offset that Kafka still has. */
  public long beginning() {
    return beginning;
  }
}
