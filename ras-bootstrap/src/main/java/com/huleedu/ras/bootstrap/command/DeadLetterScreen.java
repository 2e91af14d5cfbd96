package com.huleedu.ras.bootstrap.command;

import java.io.Console;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints for a person, fitted to the terminal, or JSON. */
final class DeadLetterScreen {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** A message may hold anything, commands to the terminal too. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\\n\\t]]");

  private static final String GAP = "  ";

  private final PrintWriter out;
  private final Ansi ansi;
  private final int width;

  DeadLetterScreen(CommandSpec spec) {
    this.out = spec.commandLine().getOut();
    this.ansi = spec.commandLine().getColorScheme().ansi();
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    this.width = terminal ? spec.usageMessage().autoWidth(true).width() : Integer.MAX_VALUE;
  }

  void json(JsonNode json) {
    line(PRETTY.writeValueAsString(json));
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  void heading(String text) {
    line(bold(text));
  }

  /** A column for each member; the last one takes what is left of the line. */
  void table(List<String> columns, Iterable<JsonNode> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(column -> column.toUpperCase(Locale.ROOT)).toList());
    for (JsonNode row : rows) {
      lines.add(columns.stream().map(column -> cell(row.path(column))).toList());
    }
    int last = columns.size() - 1;
    int[] widths = new int[last];
    for (List<String> line : lines) {
      for (int i = 0; i < last; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    line(bold(joined(lines.getFirst(), widths)));
    lines.subList(1, lines.size()).forEach(line -> out.println(joined(line, widths)));
    out.flush();
  }

  private String joined(List<String> cells, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append(cells.get(i)).repeat(" ", widths[i] - cells.get(i).length()).append(GAP);
    }
    return fit(text.append(cells.getLast()).toString().stripTrailing());
  }

  private String bold(String text) {
    return ansi.enabled() ? Ansi.Style.bold.on() + text + Ansi.Style.bold.off() : text;
  }

  private String fit(String text) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  private static String cell(JsonNode value) {
    return printable(value.asString("-")).replace('\n', ' ').replace('\t', ' ');
  }

  static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
