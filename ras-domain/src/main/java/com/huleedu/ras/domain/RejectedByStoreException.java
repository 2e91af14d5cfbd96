package com.huleedu.ras.domain;

/**
 * The database refuses the data itself, so that the same statement would fail again for ever. The
 * transaction had no effect.
 */
public final class RejectedByStoreException extends RasException {
  private static final long serialVersionUID = 1L;

  private final String sqlState;

  public RejectedByStoreException(String sqlState, String what, Throwable cause) {
    super("the database rejects the data (SQLSTATE " + sqlState + "): " + what, cause);
    this.sqlState = sqlState;
  }

  public String sqlState() {
    return sqlState;
  }
}
