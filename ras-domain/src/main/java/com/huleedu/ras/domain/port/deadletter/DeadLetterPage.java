package com.huleedu.ras.domain.port.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a list of dead deadLetters, newest first.
 *
 * @param next where the list goes on, as the {@code before} of the next call; empty at its end
 */
public record DeadLetterPage(List<DeadLetterSummary> deadLetters, Optional<DeadLetterId> next) {
  public DeadLetterPage {
    deadLetters = List.copyOf(deadLetters);
  }
}
