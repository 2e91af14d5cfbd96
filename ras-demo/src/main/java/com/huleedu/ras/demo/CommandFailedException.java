package com.huleedu.ras.demo;

import org.jspecify.annotations.Nullable;

/** A command can't do what it was asked for; the message is all that its user sees. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, where, and what to do
   */
  CommandFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  CommandFailedException(String message) {
    this(message, null);
  }
}
