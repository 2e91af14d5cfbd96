package com.huleedu.ras.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A file of alerting rules, and the same with shorter windows. */
final class AlertRules {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> WINDOWS_OF_A_RULE = List.of("for", "keep_firing_for");

  private static final String DURATION = "(?:\\d+(?:ms|[smhdwy]))+";

  /** A range, or the range and the step of a subquery; and how far back a selector looks. */
  private static final Pattern WINDOW =
      Pattern.compile(
          "(?<=\\[)%1$s(?=[:\\]])|(?<=:)%1$s(?=\\])|(?<=\\boffset )-?%1$s".formatted(DURATION));

  private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdwy])");

  /** Of which a duration is written as so many of the longest that measures it, in milliseconds. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("h", 3_600_000), new Unit("m", 60_000), new Unit("s", 1_000), new Unit("ms", 1));

  private record Unit(String name, long millis) {}

  private final JsonNode file;

  private AlertRules(JsonNode file) {
    this.file = file;
  }

  static AlertRules read(Path file) {
    try {
      return of(Files.readString(file));
    } catch (IOException e) {
      throw new ExperimentFailedException("can't read " + file, e);
    }
  }

  static AlertRules of(String yaml) {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return new AlertRules(JSON.valueToTree(document instanceof Map<?, ?> map ? map : Map.of()));
  }

  /** The alerts, in the order of the file. */
  List<String> names() {
    return rules(file).stream().map(rule -> rule.path("alert").asString()).toList();
  }

  /**
   * The same rules with every window so many times shorter: how long something has to last, and the
   * range that a rate is of. A threshold is no window and stays, though it be a time.
   *
   * @return a file of rules; JSON, which is YAML
   */
  String withWindowsDividedBy(int divisor) {
    JsonNode copy = file.deepCopy();
    copy.path("groups").forEach(group -> divide((ObjectNode) group, "interval", divisor));
    for (ObjectNode rule : rules(copy)) {
      WINDOWS_OF_A_RULE.forEach(window -> divide(rule, window, divisor));
      String expression = rule.path("expr").asString();
      rule.put(
          "expr",
          WINDOW
              .matcher(expression)
              .replaceAll(found -> Matcher.quoteReplacement(divided(found.group(), divisor))));
    }
    return copy.toPrettyString();
  }

  /** How far back the rule of an alert looks; nothing if it looks at what is. */
  Duration looksBack(String alert) {
    return rules(file).stream()
        .filter(rule -> rule.path("alert").asString().equals(alert))
        .flatMap(rule -> WINDOW.matcher(rule.path("expr").asString()).results())
        .map(window -> Duration.ofMillis(millis(window.group())))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static void divide(ObjectNode where, String window, int divisor) {
    if (where.has(window)) {
      where.put(window, divided(where.path(window).asString(), divisor));
    }
  }

  /** A duration as Prometheus writes it; no less than its millisecond, unless it is nothing. */
  static String divided(String duration, int divisor) {
    long millis = millis(duration);
    long shorter = millis / divisor;
    if (shorter == 0) {
      return millis == 0 ? "0s" : "1ms";
    }
    Unit longest =
        UNITS.stream().filter(unit -> shorter % unit.millis() == 0).findFirst().orElseThrow();
    return shorter / longest.millis() + longest.name();
  }

  private static long millis(String duration) {
    int sign = duration.startsWith("-") ? -1 : 1;
    return PART.matcher(duration).results().mapToLong(AlertRules::millis).sum() * sign;
  }

  private static long millis(MatchResult part) {
    long unit =
        switch (part.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          case "d" -> 86_400_000;
          case "w" -> 7 * 86_400_000L;
          case "y" -> 365 * 86_400_000L;
          default -> throw new IllegalArgumentException("no unit of time: " + part.group(2));
        };
    return Long.parseLong(part.group(1)) * unit;
  }

  private static List<ObjectNode> rules(JsonNode file) {
    List<ObjectNode> rules = new ArrayList<>();
    for (JsonNode group : file.path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        rules.add((ObjectNode) rule);
      }
    }
    return rules;
  }
}
