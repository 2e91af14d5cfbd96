package com.huleedu.ras.domain.port.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a list of dead letters, newest first.
 *
 * @param next where the list goes on, as the {@code before} of the next call; empty at its end
 */
public record LetterPage(List<LetterSummary> letters, Optional<LetterId> next) {
  public LetterPage {
    letters = List.copyOf(letters);
  }
}
