package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of one partition is not acknowledged.
 *
 * @param messages how many; {@code NaN} if nobody knows
 * @param oldest when the oldest of them was written; null if nobody knows, or none waits
 */
record PartitionLag(double messages, @Nullable Instant oldest) {
  static final PartitionLag UNKNOWN = new PartitionLag(Double.NaN, null);
  static final PartitionLag NOTHING = new PartitionLag(0, null);

  /** The age of the oldest, never interpolated; 0 if none waits, {@code NaN} if nobody knows. */
  double seconds(Instant now) {
    if (messages == 0) {
      return 0;
    }
    return oldest == null ? Double.NaN : Math.max(0, seconds(Duration.between(oldest, now)));
  }

  /**
   * How long Kafka keeps the oldest at least.
   *
   * @param retention how long Kafka keeps a message, in seconds; {@code NaN} if nobody knows
   */
  double retentionLeft(double retention, Instant now) {
    if (messages == 0 || retention == Double.POSITIVE_INFINITY) {
      return retention;
    }
    return oldest == null ? Double.NaN : retention - seconds(Duration.between(oldest, now));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
