package com.huleedu.ras.domain.port.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * What one call did with many dead letters, newest first.
 *
 * @param next where to go on, as the {@code before} of the next call; empty if all were seen
 */
public record LetterRun(List<LetterResult> results, Optional<LetterId> next) {
  public LetterRun {
    results = List.copyOf(results);
  }
}
