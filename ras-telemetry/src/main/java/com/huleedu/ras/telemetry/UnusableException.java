package com.huleedu.ras.telemetry;

import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables that can't be used. The message names them, and holds no value. */
final class UnusableException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final Pattern PROPERTY = Pattern.compile("otel(?:\\.[a-z_]+)+");

  UnusableException(String message) {
    super(message);
  }

  /** Why OpenTelemetry refuses its variables: the first that it names, else all that are set. */
  static String reason(RuntimeException refused, TelemetryConfig config) {
    Matcher property = PROPERTY.matcher(String.valueOf(refused.getMessage()));
    return property.find()
        ? property.group().toUpperCase(Locale.ROOT).replace('.', '_')
            + " has no value that OpenTelemetry takes"
        : "OpenTelemetry does not take what one of these says: "
            + String.join(", ", new TreeSet<>(config.variables().keySet()));
  }
}
