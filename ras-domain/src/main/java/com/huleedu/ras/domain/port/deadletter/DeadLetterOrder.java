package com.huleedu.ras.domain.port.deadletter;

/** What somebody wants done with dead letters. */
public sealed interface DeadLetterOrder {

  /** The service that asks; kept in the history of the letters. */
  String by();

  /** Whether it is only to be said what would happen. */
  boolean dryRun();

  /**
   * Brings the messages into the model, the ordinary way.
   *
   * @param force also what was replayed or discarded already
   * @param onlyNowReadable of many letters only those whose message could not be read, and can be
   *     now; of the others nothing is noted
   */
  record Replay(String by, boolean dryRun, boolean force, boolean onlyNowReadable)
      implements DeadLetterOrder {

    /** Of all letters that are meant. */
    public Replay(String by, boolean dryRun, boolean force) {
      this(by, dryRun, force, false);
    }
  }

  /**
   * Sets open letters aside, for good.
   *
   * @param reason for a person; not blank, at most {@value #MAX_REASON} characters
   */
  record Discard(String by, boolean dryRun, String reason) implements DeadLetterOrder {
    public static final int MAX_REASON = 1_000;

    public Discard {
      if (reason.isBlank() || reason.length() > MAX_REASON) {
        throw new IllegalArgumentException(
            "reason is blank or longer than %s characters: %s".formatted(MAX_REASON, reason));
      }
    }
  }
}
