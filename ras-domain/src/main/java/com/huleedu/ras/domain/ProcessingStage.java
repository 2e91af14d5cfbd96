package com.huleedu.ras.domain;

import java.util.Locale;

/** How far one phase has come with one essay. */
public enum ProcessingStage {
  PENDING,
  INITIALIZED,
  PROCESSING,
  COMPLETED,
  FAILED,
  CANCELLED;

  /** The name in answers and in the database. */
  public String answerName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
