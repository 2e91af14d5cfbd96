package com.huleedu.ras.domain.port.deadletter;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of the history of a dead letter.
 *
 * @param by the service that asked for it; empty if nobody did
 * @param detail for a person: the reason, of a failure or of a decision
 */
public record DeadLetterEntry(Instant at, Action action, Optional<String> by, String detail) {

  /** What was done. */
  public enum Action {
    DEAD_LETTERED,
    REPLAYED,
    FAILED_AGAIN,
    DISCARDED
  }
}
