package com.huleedu.ras.adapter.http;

import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * What every log line of a request carries. The thread belongs to the connection and goes on to its
 * next request, so {@link #clear} has to end each one.
 */
final class LogContext {
  static final String CORRELATION_ID = "correlation_id";
  static final String BATCH_ID = "batch_id";
  static final String USER_ID = "user_id";
  static final String TRACE_ID = "trace_id";

  private static final char DELETE = 0x7f;
  private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

  private LogContext() {}

  /** Adds a value, with control characters replaced: an id may hold a line break. */
  static void put(String key, String value) {
    MDC.put(
        key, hasControlCharacter(value) ? CONTROL_CHARACTER.matcher(value).replaceAll("?") : value);
  }

  private static boolean hasControlCharacter(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) == DELETE) {
        return true;
      }
    }
    return false;
  }

  static void clear() {
    MDC.remove(CORRELATION_ID);
    MDC.remove(BATCH_ID);
    MDC.remove(USER_ID);
    MDC.remove(TRACE_ID);
  }
}
