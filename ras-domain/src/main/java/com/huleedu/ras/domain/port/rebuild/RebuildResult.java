package com.huleedu.ras.domain.port.rebuild;

import java.util.Map;

/**
 * How a rebuild ended.
 *
 * @param messages how many messages this run projected
 * @param differences how many rows of the live tables were not as rebuilt, by kind
 * @param loses how many live rows had what the rebuilt ones don't say
 * @param deadLetters how many the live model has: the rebuilt one lacks their messages as well
 */
public record RebuildResult(
    Outcome outcome,
    long messages,
    Map<Difference.Kind, Long> differences,
    long loses,
    DeadLetterCounts deadLetters) {
  public RebuildResult {
    differences = Map.copyOf(differences);
  }

  /** How it ended. */
  public enum Outcome {
    /** The rebuilt tables are live, the others are kept. */
    SWAPPED,
    /** The differences were named; the rebuilt tables wait. */
    SHOWN,
    /** Not swapped, since the live rows have what the log does not say; the rebuilt tables wait. */
    WOULD_LOSE,
    /** It was told to end, or never got the locks; what is done is kept. */
    ENDED,
    /** There are no previous tables to go back to. */
    NOTHING_TO_GO_BACK_TO
  }

  /** How many rows differ. */
  public long count() {
    return differences.values().stream().mapToLong(Long::longValue).sum();
  }
}
