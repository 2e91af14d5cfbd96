package com.huleedu.ras.adapter.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What a failed command says. */
final class Failures {
  private Failures() {}

  /** Without the wrappers that futures put around it. */
  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof ExecutionException || failure instanceof CompletionException;
    return wrapper && cause != null ? unwrap(cause) : failure;
  }

  /** In one line, for an operator: the innermost cause says it best. */
  static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message != null ? message : innermost.getClass().getSimpleName();
  }

  /** Whether nobody was there to connect to. */
  static boolean isOfConnecting(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  /** Whether a key holds something else than RAS ever puts there. */
  static boolean isWrongType(Throwable failure) {
    return unwrap(failure) instanceof RedisCommandExecutionException e
        && String.valueOf(e.getMessage()).startsWith("WRONGTYPE");
  }
}
