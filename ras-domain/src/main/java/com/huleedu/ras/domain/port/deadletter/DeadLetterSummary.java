package com.huleedu.ras.domain.port.deadletter;

import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import java.time.Instant;

/**
 * A dead letter without its bytes.
 *
 * @param timestamp the record's own time
 * @param reason the newest one, if it failed more than once
 * @param at when it was found to be one
 * @param attempts how often its message failed, 1 or more
 * @param size of the value in bytes; 0 for a tombstone
 */
public record DeadLetterSummary(
    DeadLetterId id,
    Partition partition,
    long offset,
    Instant timestamp,
    DeadLetterReason reason,
    Instant at,
    DeadLetterState state,
    int attempts,
    long size) {
  public DeadLetterSummary {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is not 1 or more: " + attempts);
    }
  }
}
