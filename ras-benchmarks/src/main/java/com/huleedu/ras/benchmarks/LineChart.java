package com.huleedu.ras.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A picture of lines, as SVG. */
final class LineChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 300;
  private static final int LEFT = 70;
  private static final int BELOW = 45;
  private static final int TICKS = 5;
  private static final List<String> COLOURS =
      List.of("#1667b7", "#d1495b", "#2e8b57", "#8e6bbf", "#c98a1b", "#555555");

  private final Charts.Chart chart;
  private final double maxX;
  private final double maxY;

  LineChart(Charts.Chart chart) {
    this.chart = chart;
    this.maxX = max(point -> point[0]);
    this.maxY = max(point -> point[1]);
  }

  private double max(ToDoubleFunction<double[]> of) {
    return Math.max(
        1e-9,
        chart.lines().values().stream().flatMap(List::stream).mapToDouble(of).max().orElse(1));
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" font-family="sans-serif" font-size="11">
        """
            .formatted(WIDTH + 20, HEIGHT + 20, WIDTH + 20));
    axes(svg);
    int place = 0;
    for (Map.Entry<String, List<double[]>> line : chart.lines().entrySet()) {
      line(svg, line, place++);
    }
    return svg.append("</svg>").toString();
  }

  private void axes(StringBuilder svg) {
    for (int i = 0; i <= TICKS; i++) {
      double x = maxX * i / TICKS;
      double y = maxY * i / TICKS;
      svg.append(
          "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/>%n"
              .formatted(LEFT, WIDTH, down(y), down(y)));
      svg.append(
          "<text x='%d' y='%.1f' text-anchor='end'>%s</text>%n"
              .formatted(LEFT - 6, down(y) + 4, Table.number(y)));
      svg.append(
          "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>%n"
              .formatted(across(x), HEIGHT - BELOW + 16, Table.number(x)));
    }
    svg.append(
        "<text x='%d' y='%d' text-anchor='middle'>%s</text>%n"
            .formatted((LEFT + WIDTH) / 2, HEIGHT - 8, ReportPage.escaped(chart.across())));
    svg.append(
        "<text transform='translate(12 %d) rotate(-90)' text-anchor='middle'>%s</text>%n"
            .formatted((HEIGHT - BELOW) / 2, ReportPage.escaped(chart.up())));
  }

  private void line(StringBuilder svg, Map.Entry<String, List<double[]>> line, int place) {
    String colour = COLOURS.get(place % COLOURS.size());
    StringBuilder points = new StringBuilder();
    for (double[] point : line.getValue()) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", across(point[0]), down(point[1])));
    }
    svg.append(
        "<polyline points='%s' fill='none' stroke='%s' stroke-width='1.8'/>%n"
            .formatted(points, colour));
    svg.append(
        "<text x='%d' y='%d' fill='%s'>%s</text>%n"
            .formatted(LEFT + 10 + place * 115, 12, colour, ReportPage.escaped(line.getKey())));
  }

  private double across(double x) {
    return LEFT + (WIDTH - LEFT) * x / maxX;
  }

  private double down(double y) {
    return 20 + (HEIGHT - BELOW - 20) * (1 - y / maxY);
  }
}
