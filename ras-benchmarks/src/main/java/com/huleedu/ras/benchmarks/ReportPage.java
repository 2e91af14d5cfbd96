package com.huleedu.ras.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One page with the table, the pictures, and what it was measured on. */
final class ReportPage {
  static final String FILE = "report.html";

  private final List<Row> rows;
  private final Map<String, ?> machine;
  private final List<Charts.Chart> charts;

  ReportPage(List<Row> rows, Map<String, ?> machine, List<Charts.Chart> charts) {
    this.rows = rows;
    this.machine = machine;
    this.charts = charts;
  }

  void write(Path directory) throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>RAS benchmark</title><style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 72em; }
            table { border-collapse: collapse; } td, th { padding: .2em .8em; text-align: left; }
            td.n { text-align: right; font-variant-numeric: tabular-nums; }
            tr.missed td { background: #fdecea; } tr { border-bottom: 1px solid #ddd; }
            figure { margin: 2em 0; }
            </style></head><body><h1>RAS benchmark</h1>
            <table><tr><th>row<th>ours<th>yardstick<th>unit<th>ratio<th>target<th>stretch<th>spread\
            <th>verdict<th></tr>
            """);
    rows.forEach(row -> page.append(row(row)));
    page.append("</table>\n");
    charts.forEach(chart ->
        page.append("<figure><figcaption>")
            .append(escaped(chart.title()))
            .append("</figcaption>")
            .append(new LineChart(chart).svg())
            .append("</figure>\n"));
    page.append("<h2>Machine</h2><table>");
    machine.forEach((name, value) ->
        page.append("<tr><th>").append(name).append("<td>").append(escaped(value.toString())));
    page.append("</table></body></html>\n");
    Files.writeString(directory.resolve(FILE), page);
  }

  private static String row(Row row) {
    var goal = row.id().goal();
    String spread =
        row.spread() == null
            ? ""
            : Table.number(row.spread().min()) + "–" + Table.number(row.spread().max());
    return """
    <tr%s><td>%s<td class=n>%s<td class=n>%s<td>%s<td class=n>%s<td class=n>%s<td class=n>%s\
    <td class=n>%s<td>%s<td>%s</tr>
    """
        .formatted(
            row.holds() ? "" : " class=missed",
            row.id().id(),
            Table.number(row.ours()),
            Table.number(row.yardstick()),
            row.id().unit(),
            Table.number(row.ratio()),
            Table.number(goal.target()),
            Table.number(goal.stretch()),
            spread,
            escaped(Table.verdict(row)),
            row.ours() == null ? "" : escaped(row.note()));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
