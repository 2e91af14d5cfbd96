package com.huleedu.ras.domain.port.deadletter;

import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import java.time.Instant;
import java.util.Optional;

/**
 * The dead letters that {@link DeadLetters} stored, and what became of them (guarantees, G11). Only
 * {@link SettledDeadLetters} removes one. A letter that is stored has a history that begins with
 * its first failure.
 */
public interface DeadLetterArchive {

  /**
   * Letters without their bytes, newest first.
   *
   * @param limit 1 or more
   * @param before only letters older than this one: the {@code next} of the page before
   */
  DeadLetterPage list(DeadLetterFilter filter, int limit, Optional<DeadLetterId> before);

  /** A letter with its history; empty if there is none of that id. */
  Optional<DeadLetterFile> find(DeadLetterId id);

  /**
   * A letter, held until the end of the transaction in which this is called: whoever else wants to
   * hold it waits, and then sees what this transaction has made of it.
   */
  Optional<StoredDeadLetter> hold(DeadLetterId id);

  /** Notes what became of a letter that is held. */
  void settle(DeadLetterId id, DeadLetterState state, DeadLetterEntry entry);

  /** Notes that a letter that is held failed once more: one attempt more, and the newest reason. */
  void failedAgain(DeadLetterId id, DeadLetterReason newest, DeadLetterEntry entry);

  /**
   * How many letters are open.
   *
   * @param atMost counting stops there, so that it stays cheap
   */
  long countOpen(int atMost);

  /** Since when the oldest of the open letters is one; empty if none is open. */
  Optional<Instant> oldestOpen();
}
