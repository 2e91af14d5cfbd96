package com.huleedu.ras.domain.port.deadletter;

import java.time.Instant;
import java.util.Optional;

/**
 * Which dead letters are meant; what is empty excludes none.
 *
 * @param since dead-lettered at this time or later
 * @param until dead-lettered before this time
 */
public record DeadLetterFilter(
    Optional<String> topic,
    Optional<String> errorType,
    Optional<DeadLetterState> state,
    Optional<Instant> since,
    Optional<Instant> until) {

  /** All letters in that state. */
  public static DeadLetterFilter of(DeadLetterState state) {
    return new DeadLetterFilter(
        Optional.empty(), Optional.empty(), Optional.of(state), Optional.empty(), Optional.empty());
  }
}
