package com.huleedu.ras.domain;

import org.jspecify.annotations.Nullable;

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

  /**
   * @param traced whether it says where it was raised
   */
  RasException(String message, @Nullable Throwable cause, boolean traced) {
    super(message, cause, traced, traced);
  }
}
