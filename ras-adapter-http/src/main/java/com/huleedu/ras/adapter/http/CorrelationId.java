package com.huleedu.ras.adapter.http;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The id that ties the log lines of one request together, across services. */
final class CorrelationId {
  private static final int MAX_LENGTH = 128;

  // RFC 9562: version 4 and its variant.
  private static final long VERSION_MASK = 0xF000L;
  private static final long VERSION = 0x4000L;
  private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** So that two instances whose clocks are alike make no id twice. */
  private static final UUID OF_PROCESS = UUID.randomUUID();

  private CorrelationId() {}

  /** The id that came with the request, or a new one where there is none fit to be logged. */
  static String of(List<String> headerValues) {
    if (headerValues.size() == 1) {
      String given = headerValues.getFirst().strip();
      if (!given.isEmpty() && given.length() <= MAX_LENGTH && isPrintable(given)) {
        return given;
      }
    }
    return made();
  }

  /** A random UUID; nobody has to be unable to guess it, so the one lock of all is left out. */
  private static String made() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high =
        ((OF_PROCESS.getMostSignificantBits() ^ random.nextLong()) & ~VERSION_MASK) | VERSION;
    long low =
        ((OF_PROCESS.getLeastSignificantBits() ^ random.nextLong()) & ~VARIANT_MASK) | VARIANT;
    return new UUID(high, low).toString();
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
