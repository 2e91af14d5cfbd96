package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.UnavailableException;

/** What a failure of Kafka's clients says (docs/failures.md). */
final class Failures {
  /** What the client wraps around whatever keeps it from reading; whoever obeys loses messages. */
  private static final String ADVICE = "(?i)\\s*If needed, please seek past the record[^.]*\\.?";

  private Failures() {}

  /** In one line, with the cause at the root, which the client's wrappers don't name. */
  static String reason(Throwable failure) {
    if (failure instanceof RasException) {
      return words(failure); // in our own words already
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String said = words(failure).replaceAll(ADVICE, "").strip();
    String cause = words(root).replaceAll(ADVICE, "").strip();
    return said.contains(cause) ? said : said + " Cause: " + cause;
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    String first = message == null ? "" : message.lines().findFirst().orElse("");
    boolean speaksForItself = failure instanceof RuntimeException;
    if (first.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    return speaksForItself ? first : failure.getClass().getSimpleName() + ": " + first;
  }

  /** Whether it is known that Kafka has no part in it. */
  static boolean isOfAnother(RuntimeException failure) {
    return failure instanceof RasException
        && !(failure instanceof UnavailableException away && away.server().equals("Kafka"));
  }
}
