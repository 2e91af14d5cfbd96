package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.application.checkup.CheckResult;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.checkup.Finding.State;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a checkup found, for people or for programs. */
final class DoctorReport {
  private static final int WIDTH = 80;
  private static final String INDENT = " ".repeat(12);

  private static final Map<String, String> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("K", "Kafka");
    GROUPS.put("P", "PostgreSQL");
    GROUPS.put("R", "Redis");
    GROUPS.put("L", "This machine");
    GROUPS.put("D", "Messages");
  }

  private final PrintWriter out;
  private final boolean coloured;

  DoctorReport(PrintWriter out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  static boolean failed(List<CheckResult> results) {
    return findings(results).anyMatch(finding -> finding.state() == State.FAIL);
  }

  private static Stream<Finding> findings(List<CheckResult> results) {
    return results.stream().flatMap(result -> result.findings().stream());
  }

  private static Stream<CheckResult> of(String group, List<CheckResult> results) {
    return results.stream().filter(result -> result.id().startsWith(group));
  }

  /** An entry for each finding, so that a check may have several. */
  void json(List<CheckResult> results) {
    ObjectNode document = new JsonMapper().createObjectNode();
    ArrayNode checks = document.putArray("checks");
    GROUPS
        .keySet()
        .forEach(group ->
            of(group, results)
                .forEach(result ->
                    result
                        .findings()
                        .forEach(finding ->
                            checks
                                .addObject()
                                .put("id", result.id())
                                .put("state", word(finding))
                                .put("looks_at", result.looksAt())
                                .put("finding", finding.what())
                                .put("advice", finding.advice()))));
    out.println(document.toPrettyString());
    out.flush();
  }

  void lines(List<CheckResult> results) {
    GROUPS.forEach((group, name) -> {
      List<CheckResult> those = of(group, results).toList();
      if (!those.isEmpty()) {
        out.println(name);
        those.forEach(this::print);
        out.println();
      }
    });
    out.println(summary(results));
    out.flush();
  }

  private void print(CheckResult result) {
    for (Finding finding : result.findings()) {
      List<String> lines = wrapped(result.looksAt() + ": " + finding.what());
      out.println("  %-4s%s  %s".formatted(result.id(), state(finding), lines.removeFirst()));
      lines.forEach(line -> out.println(INDENT + line));
      if (!finding.advice().isEmpty()) {
        wrapped("-> " + finding.advice()).forEach(line -> out.println(INDENT + line));
      }
    }
  }

  private static String word(Finding finding) {
    return finding.state().name().toLowerCase(Locale.ROOT);
  }

  private String state(Finding finding) {
    String word = "%-4s".formatted(word(finding));
    if (!coloured) {
      return word;
    }
    int colour =
        switch (finding.state()) {
          case OK -> 32;
          case NOTE -> 36;
          case WARN -> 33;
          case FAIL -> 31;
        };
    return "\u001b[%sm%s\u001b[0m".formatted(colour, word);
  }

  /** At spaces; a longer word, as an address, stays whole. */
  static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split("\\s+", -1)) {
      if (!line.isEmpty() && INDENT.length() + line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String summary(List<CheckResult> results) {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    findings(results).forEach(finding -> counts.merge(finding.state(), 1, Integer::sum));
    long leftOut = results.stream().filter(result -> !result.looked()).count();
    return "%s checks, %s findings: %s ok, %s note, %s warn, %s fail%s"
        .formatted(
            results.size(),
            findings(results).count(),
            counts.getOrDefault(State.OK, 0),
            counts.getOrDefault(State.NOTE, 0),
            counts.getOrDefault(State.WARN, 0),
            counts.getOrDefault(State.FAIL, 0),
            leftOut == 0 ? "" : "; %s not looked at".formatted(leftOut));
  }
}
