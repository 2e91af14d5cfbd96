package com.huleedu.ras.domain.port.deadletter;

import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import java.util.Optional;

/**
 * The dead letters that {@link DeadLetters} stored, and what became of them (guarantees, G11).
 * Letters are never removed. A letter that is stored has a history that begins with its first
 * failure.
 */
public interface DeadLetterArchive {

  /**
   * Letters without their bytes, newest first.
   *
   * @param limit 1 or more
   * @param before only letters older than this one: the {@code next} of the page before
   */
  LetterPage list(LetterFilter filter, int limit, Optional<LetterId> before);

  /** A letter with its history; empty if there is none of that id. */
  Optional<LetterFile> find(LetterId id);

  /**
   * A letter, held until the end of the transaction in which this is called: whoever else wants to
   * hold it waits, and then sees what this transaction has made of it.
   */
  Optional<StoredLetter> hold(LetterId id);

  /** Notes what became of a letter that is held. */
  void settle(LetterId id, LetterState state, LetterEntry entry);

  /** Notes that a letter that is held failed once more: one attempt more, and the newest reason. */
  void failedAgain(LetterId id, DeadLetterReason newest, LetterEntry entry);

  /**
   * How many letters are open.
   *
   * @param atMost counting stops there, so that it stays cheap
   */
  long countOpen(int atMost);
}
