package com.huleedu.ras.adapter.http;

import java.util.List;
import java.util.UUID;

/** The id that ties the log lines of one request together, across services. */
final class CorrelationId {
  private static final int MAX_LENGTH = 128;

  private CorrelationId() {}

  /** The id that came with the request, or a new one where there is none fit to be logged. */
  static String of(List<String> headerValues) {
    if (headerValues.size() == 1) {
      String given = headerValues.getFirst().strip();
      if (!given.isEmpty() && given.length() <= MAX_LENGTH && isPrintable(given)) {
        return given;
      }
    }
    return UUID.randomUUID().toString();
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
