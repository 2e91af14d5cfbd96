package com.huleedu.ras.domain;

import org.jspecify.annotations.Nullable;

/**
 * A server that RAS needs did not answer, or not in time, or refused for a passing reason. Trying
 * again later is right; nothing is known about whether the last attempt took effect.
 */
public final class UnavailableException extends RasException {
  private static final long serialVersionUID = 1L;

  private enum Reason {
    AWAY,
    TOO_SLOW,
    OVERLOADED
  }

  private final String server;
  private final Reason reason;

  /**
   * @param server the server in the words of an operator, as "PostgreSQL"
   */
  public UnavailableException(String server, String what, Throwable cause) {
    this(server, what, cause, Reason.AWAY);
  }

  /**
   * @param server the server in the words of an operator, as "PostgreSQL"
   */
  public UnavailableException(String server, String what) {
    this(server, what, null, Reason.AWAY);
  }

  private UnavailableException(
      String server, String what, @Nullable Throwable cause, Reason reason) {
    // Whoever has too much to do must not look through its stack for each request that it refuses.
    super(server + " is unavailable: " + what, cause, reason != Reason.OVERLOADED);
    this.server = server;
    this.reason = reason;
  }

  /** The server is there, and gave up a statement that took longer than it may. */
  public static UnavailableException tooSlow(String server, String what, Throwable cause) {
    return new UnavailableException(server, what, cause, Reason.TOO_SLOW);
  }

  /**
   * More is asked than can be answered in time, so this was not begun. It has no stack trace, since
   * that would be most of its cost.
   */
  public static UnavailableException overloaded(String server, String what) {
    return new UnavailableException(server, what, null, Reason.OVERLOADED);
  }

  public String server() {
    return server;
  }

  /** Whether the server itself gave up what it was asked for, since it took too long. */
  public boolean isTooSlow() {
    return reason == Reason.TOO_SLOW;
  }

  /** Whether nothing is wrong but that too much is asked at the same time. */
  public boolean isOverloaded() {
    return reason == Reason.OVERLOADED;
  }
}
