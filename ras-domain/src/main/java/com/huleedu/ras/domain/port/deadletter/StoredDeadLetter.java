package com.huleedu.ras.domain.port.deadletter;

import com.huleedu.ras.domain.port.projection.RawMessage;

/**
 * A dead letter as it lies in the archive, whole.
 *
 * @param deadLetter with the newest reason, if it failed more than once
 * @param attempts how often its message failed, 1 or more
 */
public record StoredDeadLetter(
    DeadLetterId id, DeadLetter deadLetter, DeadLetterState state, int attempts) {
  public StoredDeadLetter {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is not 1 or more: " + attempts);
    }
  }

  /** The letter without its bytes. */
  public DeadLetterSummary summary() {
    RawMessage message = deadLetter.message();
    byte[] value = message.value();
    return new DeadLetterSummary(
        id,
        message.partition(),
        message.offset(),
        message.timestamp(),
        deadLetter.reason(),
        deadLetter.at(),
        state,
        attempts,
        value == null ? 0 : value.length);
  }
}
