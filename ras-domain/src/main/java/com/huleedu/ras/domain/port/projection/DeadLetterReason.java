package com.huleedu.ras.domain.port.projection;

import java.util.Set;

/**
 * Why a message can't be applied.
 *
 * @param type a short constant, for metrics and filters
 * @param detail for a person: where in the message, and what was expected
 */
public record DeadLetterReason(String type, String detail) {
  /** The type of a message that reads well, and that the database refuses. */
  public static final String REJECTED = "rejected_by_database";

  /** The type of a message that reads well, and at which RAS itself fails. */
  public static final String FAILED = "projection_failure";

  /** The type of a message at which the decoder fails, for whatever it holds. */
  public static final String DECODER_FAILED = "decoder_failure";

  /** The type of a message of a topic for which no kind of message is set. */
  public static final String UNKNOWN_TOPIC = "unknown_topic";

  /** The types that say nothing against the message: the model should have it. */
  public static final Set<String> NOT_ITS_OWN_FAULT =
      Set.of(REJECTED, FAILED, DECODER_FAILED, UNKNOWN_TOPIC);

  /** Whether the message could not be read, which another version may be able to. */
  public boolean isOfReading() {
    return !type.equals(REJECTED) && !type.equals(FAILED);
  }
}
