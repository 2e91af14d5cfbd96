package com.huleedu.ras.domain.port.deadletter;

import java.time.Instant;
import java.util.Optional;

/**
 * Which dead letters are meant; what is empty excludes none.
 *
 * @param since dead-lettered at this time or later
 * @param until dead-lettered before this time
 */
public record LetterFilter(
    Optional<String> topic,
    Optional<String> errorType,
    Optional<LetterState> state,
    Optional<Instant> since,
    Optional<Instant> until) {

  /** All letters in that state. */
  public static LetterFilter of(LetterState state) {
    return new LetterFilter(
        Optional.empty(), Optional.empty(), Optional.of(state), Optional.empty(), Optional.empty());
  }
}
