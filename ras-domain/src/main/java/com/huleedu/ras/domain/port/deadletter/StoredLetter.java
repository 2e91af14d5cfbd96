package com.huleedu.ras.domain.port.deadletter;

import com.huleedu.ras.domain.port.projection.RawMessage;

/**
 * A dead letter as it lies in the archive, whole.
 *
 * @param letter with the newest reason, if it failed more than once
 * @param attempts how often its message failed, 1 or more
 */
public record StoredLetter(LetterId id, DeadLetter letter, LetterState state, int attempts) {
  public StoredLetter {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is not 1 or more: " + attempts);
    }
  }

  /** The letter without its bytes. */
  public LetterSummary summary() {
    RawMessage message = letter.message();
    byte[] value = message.value();
    return new LetterSummary(
        id,
        message.partition(),
        message.offset(),
        message.timestamp(),
        letter.reason(),
        letter.at(),
        state,
        attempts,
        value == null ? 0 : value.length);
  }
}
