package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;

/** About how much heap the facts of a row take. */
final class FactsSize {
  /** A row of short values, with its key and all that holds them. */
  private static final long ROW = 1_500;

  /** An identifier in a collection. */
  private static final long ID = 120;

  private FactsSize() {}

  /** About so many bytes of heap; generously. */
  static long bytes(Facts row) {
    return ROW
        + row.batches().values().stream().mapToLong(FactsSize::bytes).sum()
        + row.outcomes().values().stream().mapToLong(FactsSize::bytes).sum()
        + row.essays().values().stream().mapToLong(FactsSize::bytes).sum();
  }

  private static long bytes(BatchFacts batch) {
    return ID * (batch.registration().value().essays().size() + batch.owners().size());
  }

  private static long bytes(OutcomeFacts outcome) {
    return ID
        * (outcome.outcome().value().processed().size()
            + outcome.outcome().value().failed().size());
  }

  private static long bytes(EssayFacts essay) {
    String error = essay.spellcheck() == null ? null : essay.spellcheck().value().error();
    return ID * essay.claimants().size() + (error == null ? 0 : bytes(error));
  }

  /** A JVM keeps texts of Latin letters with a byte each. */
  private static long bytes(String text) {
    return text.chars().allMatch(c -> c <= 0xFF)
        ? text.length()
        : (long) Character.BYTES * text.length();
  }
}
