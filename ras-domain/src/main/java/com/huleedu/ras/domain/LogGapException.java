package com.huleedu.ras.domain;

/**
 * Messages that are needed were deleted by Kafka's retention. No retry brings them back; an
 * operator has to decide (docs/operations.md, "A gap in the log").
 */
public final class LogGapException extends RasException {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final int partition;
  private final long from;
  private final long to;

  /**
   * @param from the first offset that is needed and gone
   * @param to the first offset that Kafka still has
   */
  public LogGapException(String topic, int partition, long from, long to, String advice) {
    super(
        "%s-%s: messages %s to %s were deleted by Kafka's retention; %s"
            .formatted(topic, partition, from, to - 1, advice));
    this.topic = topic;
    this.partition = partition;
    this.from = from;
    this.to = to;
  }

  public String topic() {
    return topic;
  }

  public int partition() {
    return partition;
  }

  public long from() {
    return from;
  }

  public long to() {
    return to;
  }
}
