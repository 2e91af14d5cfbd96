package com.huleedu.ras.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server did not do what it was told; the message ends with what it logged last. */
public final class ServerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String server;

  ServerFailedException(String server, String what, @Nullable Throwable cause) {
    super("embedded " + server + ": " + what, cause);
    this.server = server;
  }

  /** The server in the words of an operator, as "PostgreSQL". */
  public String server() {
    return server;
  }
}
