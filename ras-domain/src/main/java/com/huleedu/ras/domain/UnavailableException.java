package com.huleedu.ras.domain;

/**
 * A server that RAS needs did not answer, or not in time, or refused for a passing reason. Trying
 * again later is right; nothing is known about whether the last attempt took effect.
 */
public final class UnavailableException extends RasException {
  private static final long serialVersionUID = 1L;

  private final String server;
  private final boolean tooSlow;

  /**
   * @param server the server in the words of an operator, as "PostgreSQL"
   */
  public UnavailableException(String server, String what, Throwable cause) {
    this(server, what, cause, false);
  }

  /**
   * @param server the server in the words of an operator, as "PostgreSQL"
   */
  public UnavailableException(String server, String what) {
    super(server + " is unavailable: " + what);
    this.server = server;
    this.tooSlow = false;
  }

  private UnavailableException(String server, String what, Throwable cause, boolean tooSlow) {
    super(server + " is unavailable: " + what, cause);
    this.server = server;
    this.tooSlow = tooSlow;
  }

  /** The server is there, and gave up a statement that took longer than it may. */
  public static UnavailableException tooSlow(String server, String what, Throwable cause) {
    return new UnavailableException(server, what, cause, true);
  }

  public String server() {
    return server;
  }

  /** Whether the server itself gave up what it was asked for, since it took too long. */
  public boolean isTooSlow() {
    return tooSlow;
  }
}
