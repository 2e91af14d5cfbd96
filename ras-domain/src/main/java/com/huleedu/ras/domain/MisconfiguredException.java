package com.huleedu.ras.domain;

/**
 * A setting is wrong in a way that waiting can't heal: a password, a port that is taken, a database
 * that doesn't exist.
 */
public final class MisconfiguredException extends RasException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, where, and what to do; without secrets
   */
  public MisconfiguredException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong, where, and what to do; without secrets
   */
  public MisconfiguredException(String message, Throwable cause) {
    super(message, cause);
  }
}
