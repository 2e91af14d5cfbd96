package com.huleedu.ras.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page on alerts: its table says for each which others are no news beside it. */
final class AlertPage {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| \\[(Ras\\w+)]\\(#\\w+\\) \\|[^|]*\\|[^|]*\\|([^|]*)\\|$");
  private static final Pattern ALERT = Pattern.compile("\\bRas[A-Z]\\w+");

  private final Map<String, Set<String>> beside;

  private AlertPage(Map<String, Set<String>> beside) {
    this.beside = beside;
  }

  static AlertPage read(Path file) {
    try {
      return of(Files.readString(file));
    } catch (IOException e) {
      throw new ExperimentFailedException("can't read " + file, e);
    }
  }

  static AlertPage of(String text) {
    Map<String, Set<String>> beside = new LinkedHashMap<>();
    Matcher rows = ROW.matcher(text);
    while (rows.find()) {
      beside.put(
          rows.group(1),
          ALERT
              .matcher(rows.group(2))
              .results()
              .map(MatchResult::group)
              .collect(Collectors.toSet()));
    }
    return new AlertPage(beside);
  }

  /** The alerts of the table, and with each those that may fire beside it. */
  Map<String, Set<String>> besideEach() {
    return Map.copyOf(beside);
  }

  Set<String> beside(String alert) {
    return beside.getOrDefault(alert, Set.of());
  }
}
