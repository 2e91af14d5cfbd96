package com.huleedu.ras.domain;

/**
 * A server that RAS needs did not answer, or not in time, or refused for a passing reason. Trying
 * again later is right; nothing is known about whether the last attempt took effect.
 */
public final class UnavailableException extends RasException {
  private static final long serialVersionUID = 1L;

  private final String server;

  /**
   * @param server the server in the words of an operator, as "PostgreSQL"
   */
  public UnavailableException(String server, String what, Throwable cause) {
    super(server + " is unavailable: " + what, cause);
    this.server = server;
  }

  /**
   * @param server the server in the words of an operator, as "PostgreSQL"
   */
  public UnavailableException(String server, String what) {
    super(server + " is unavailable: " + what);
    this.server = server;
  }

  public String server() {
    return server;
  }
}
