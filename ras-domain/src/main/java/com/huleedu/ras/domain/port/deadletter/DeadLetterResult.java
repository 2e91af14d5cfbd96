package com.huleedu.ras.domain.port.deadletter;

/**
 * What became of one dead letter.
 *
 * @param state as it is now
 * @param attempts how often its message failed so far
 * @param detail for a person
 */
public record DeadLetterResult(
    DeadLetterId id, Outcome outcome, DeadLetterState state, int attempts, String detail) {

  /** In a word. */
  public enum Outcome {
    /** The message is in the model, and no cached answer lacks it. */
    REPLAYED,
    /** The message is in the model, but the cache could not be told; ask again to tell it. */
    NOT_INVALIDATED,
    /** It was in the model before; the cache has been told once more. */
    ALREADY_REPLAYED,
    /** The message failed again; the letter stays what it was. */
    FAILED_AGAIN,
    DISCARDED,
    /** It was discarded before, and nothing was done. */
    ALREADY_DISCARDED,
    /** In a dry run: the message can be read now, and would be applied. */
    WOULD_REPLAY,
    /** In a dry run: the message still can't be read. */
    WOULD_FAIL,
    /** In a dry run. */
    WOULD_DISCARD
  }
}
