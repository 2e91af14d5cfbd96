package com.huleedu.ras.domain;

import java.util.Locale;
import java.util.Optional;

/** The status of a batch in the words of the platform's clients of today. */
public enum ClientStatus {
  PENDING_CONTENT,
  READY,
  PROCESSING,
  COMPLETED_SUCCESSFULLY,
  COMPLETED_WITH_FAILURES,
  FAILED,
  CANCELLED;

  /** The name in answers and in the {@code status} filter. */
  public String answerName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of that exact name in answers; empty for an unknown one. */
  public static Optional<ClientStatus> ofAnswerName(String name) {
    for (ClientStatus status : values()) {
      if (status.answerName().equals(name)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
