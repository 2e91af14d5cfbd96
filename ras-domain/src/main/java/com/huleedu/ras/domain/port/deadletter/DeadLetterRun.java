package com.huleedu.ras.domain.port.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * What one call did with many dead letters, newest first.
 *
 * @param next where to go on, as the {@code before} of the next call; empty if all were seen
 */
public record DeadLetterRun(List<DeadLetterResult> results, Optional<DeadLetterId> next) {
  public DeadLetterRun {
    results = List.copyOf(results);
  }
}
