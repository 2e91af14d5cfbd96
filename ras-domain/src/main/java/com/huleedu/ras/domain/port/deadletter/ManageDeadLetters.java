package com.huleedu.ras.domain.port.deadletter;

import java.util.Optional;

/**
 * Looks through the dead letters and decides about them (guarantees, G11). Whatever is asked for
 * twice, or by two at once, is done once. Every call may throw {@link
 * com.huleedu.ras.domain.UnavailableException}; asking again later is right.
 */
public interface ManageDeadLetters {
  int MAX_LIMIT = 500;

  /**
   * Letters, newest first.
   *
   * @param limit 1 to {@value #MAX_LIMIT}
   * @param before the {@code next} of the page before
   */
  DeadLetterPage list(DeadLetterFilter filter, int limit, Optional<DeadLetterId> before);

  /** A letter with its history; empty if there is none of that id. */
  Optional<DeadLetterFile> show(DeadLetterId id);

  /** Carries out the order on one letter; empty if there is none of that id. */
  Optional<DeadLetterResult> carryOut(DeadLetterOrder order, DeadLetterId id);

  /**
   * Carries out the order on the letters that the filter lets through, newest first, one by one and
   * for a few seconds at most.
   *
   * @param limit 1 to {@value #MAX_LIMIT}
   * @param before the {@code next} of the run before
   */
  DeadLetterRun carryOut(
      DeadLetterOrder order, DeadLetterFilter filter, int limit, Optional<DeadLetterId> before);
}
