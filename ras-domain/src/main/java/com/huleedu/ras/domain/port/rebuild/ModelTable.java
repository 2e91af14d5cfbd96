package com.huleedu.ras.domain.port.rebuild;

import java.util.Locale;

/** The tables that audit and rebuild speak of, by the names that operators know. */
public enum ModelTable {
  BATCH_RESULTS,
  BATCH_PIPELINES,
  PHASE_OUTCOMES,
  REJECTED_FILES,
  ESSAY_RESULTS,
  DEAD_LETTERS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
