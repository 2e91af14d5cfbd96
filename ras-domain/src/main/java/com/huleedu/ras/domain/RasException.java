package com.huleedu.ras.domain;

/**
 * The root of every failure that RAS raises on purpose. Expected outcomes are values, not
 * exceptions; what is thrown carries in its message what was wrong, where, and what to do.
 */
public abstract sealed class RasException extends RuntimeException
    permits LogGapException,
        MisconfiguredException,
        RejectedByStoreException,
        UnavailableException {
  private static final long serialVersionUID = 1L;

  RasException(String message, Throwable cause) {
    super(message, cause);
  }

  RasException(String message) {
    super(message);
  }
}
