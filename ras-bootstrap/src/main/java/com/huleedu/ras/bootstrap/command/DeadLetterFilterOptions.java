package com.huleedu.ras.bootstrap.command;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. What is wrong with a value the service says. */
final class DeadLetterFilterOptions {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

  @Option(names = "--topic", paramLabel = "NAME", description = "Only letters from this topic.")
  private @Nullable String topic;

  @Option(
      names = "--error-type",
      paramLabel = "TYPE",
      description = "Only letters that failed so, as not_json or rejected_by_database.")
  private @Nullable String errorType;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "open (default), replayed, discarded or all.")
  private @Nullable String state;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only letters from this time on: 2026-03-01T08:00:00Z, or as 15m, 2h, 3d ago.")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Only letters from before this time.")
  private @Nullable String until;

  boolean isEmpty() {
    return parameters().isEmpty();
  }

  /** As the service takes them. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "topic", topic);
    put(parameters, "error_type", errorType);
    put(parameters, "state", state);
    put(parameters, "since", since == null ? null : time(since));
    put(parameters, "until", until == null ? null : time(until));
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private static String time(String text) {
    Matcher ago = AGO.matcher(text);
    if (!ago.matches()) {
      return text;
    }
    long amount = Long.parseLong(ago.group(1));
    Duration span =
        switch (ago.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    return Instant.now().minus(span).toString();
  }
}
