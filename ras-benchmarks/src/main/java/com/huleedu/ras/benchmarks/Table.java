package com.huleedu.ras.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows for a person. */
final class Table {
  private static final String FORMAT = "%-14s %12s %12s %-17s %7s %7s %7s %-15s %s";

  private Table() {}

  static void print(List<Row> rows, PrintWriter out) {
    out.println(
        FORMAT
            .formatted(
                "row",
                "ours",
                "yardstick",
                "unit",
                "ratio",
                "target",
                "stretch",
                "spread",
                "verdict")
            .stripTrailing());
    rows.forEach(row -> out.println(line(row)));
    long holding = rows.stream().filter(Row::holds).count();
    out.printf("%d of %d rows hold.%n%n", holding, rows.size());
    rows.stream()
        .filter(row -> row.ours() != null)
        .forEach(row -> out.printf("%-14s %s%n", row.id().id(), row.note()));
    out.flush();
  }

  static String line(Row row) {
    var goal = row.id().goal();
    String bound = goal.atLeast() ? "≥ " : "≤ ";
    String spread =
        row.spread() == null
            ? ""
            : "%s–%s ×%d"
                .formatted(
                    number(row.spread().min()), number(row.spread().max()), row.repetitions());
    return FORMAT
        .formatted(
            row.id().id(),
            number(row.ours()),
            number(row.yardstick()),
            row.id().unit(),
            number(row.ratio()),
            goal.target() == null ? "" : bound + number(goal.target()),
            goal.stretch() == null ? "" : bound + number(goal.stretch()),
            spread,
            verdict(row))
        .stripTrailing();
  }

  static String verdict(Row row) {
    if (row.ours() == null) {
      return row.note();
    }
    return row.holds() ? "holds" : "MISSED";
  }

  /** Three digits that count, more before the point. */
  static String number(@Nullable Double value) {
    if (value == null) {
      return "";
    }
    double size = Math.abs(value);
    int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
    return size < 100 && text.contains(".")
        ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
        : text;
  }
}
