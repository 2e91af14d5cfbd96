package com.huleedu.ras.domain.port.rebuild;

import java.util.Map;

/**
 * The dead letters whose messages the model lacks.
 *
 * @param open how many wait for somebody to decide, by the type of their reason
 * @param discarded how many somebody decided not to need
 */
public record DeadLetterCounts(Map<String, Long> open, long discarded) {
  public static final DeadLetterCounts NONE = new DeadLetterCounts(Map.of(), 0);

  public DeadLetterCounts {
    open = Map.copyOf(open);
  }

  /** How many are open. */
  public long allOpen() {
    return open.values().stream().mapToLong(Long::longValue).sum();
  }
}
