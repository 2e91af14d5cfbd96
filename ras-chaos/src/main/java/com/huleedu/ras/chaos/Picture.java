package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.Timeline.Sample;
import com.huleedu.ras.chaos.Timeline.Span;
import com.huleedu.ras.chaos.Timeline.Target;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The timeline as a picture: what was published and projected above, the lag below it, then a lane
 * of faults for each target. SVG, since it needs no fonts of the machine.
 */
final class Picture {
  private static final int WIDTH = 1_200;
  private static final int LEFT = 110;
  private static final int PLOT = 220;
  private static final int LANE = 22;
  private static final int TOP = 30;
  private static final int GAP = 36;

  private final List<Sample> samples;
  private final List<Span> spans;
  private final double end;
  private final StringBuilder svg = new StringBuilder();

  Picture(Timeline timeline) {
    // While the database does not say how far it is, nothing is known: a gap, not a fall to zero.
    this.samples = timeline.samples().stream().filter(sample -> sample.projected() >= 0).toList();
    this.spans = timeline.spans();
    this.end =
        Math.max(
            1,
            Math.max(
                spans.stream().mapToLong(Span::to).max().orElse(0),
                samples.stream().mapToLong(Sample::at).max().orElse(0)));
  }

  String svg() {
    int lagTop = TOP + PLOT + GAP;
    int lanesTop = lagTop + PLOT / 2 + GAP;
    int height = lanesTop + Target.values().length * LANE + GAP;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(WIDTH, height));
    shadeFaults(lanesTop);
    double messages = max(Sample::inLog);
    plot("messages", TOP, PLOT, messages);
    line(Sample::inLog, TOP, PLOT, messages, "#9aa5b1");
    line(Sample::projected, TOP, PLOT, messages, "#1f77b4");
    label(LEFT + 10, TOP + 16, "grey: in the log, blue: projected");
    double lag = max(sample -> sample.inLog() - sample.projected());
    plot("lag", lagTop, PLOT / 2, lag);
    line(sample -> sample.inLog() - sample.projected(), lagTop, PLOT / 2, lag, "#d62728");
    lanes(lanesTop);
    for (int tenth = 0; tenth <= 10; tenth++) {
      double at = end * tenth / 10;
      label(x(at) - (tenth == 10 ? 40 : 10), height - 12, "%.0f s".formatted(at / 1e3));
    }
    return svg.append("</svg>\n").toString();
  }

  private void shadeFaults(int bottom) {
    for (Span span : spans) {
      box(span, TOP, bottom - TOP, "#000", 0.04);
    }
  }

  private void lanes(int top) {
    int y = top;
    for (Target target : Target.values()) {
      label(8, y + 15, target.name().toLowerCase(java.util.Locale.ROOT));
      for (Span span : spans) {
        if (span.target() == target) {
          box(span, y + 3, LANE - 6, colour(target), 0.85);
        }
      }
      y += LANE;
    }
  }

  private static String colour(Target target) {
    return switch (target) {
      case PROCESS -> "#6a3d9a";
      case POSTGRES -> "#1b7837";
      case REDIS -> "#b15928";
      case KAFKA -> "#e08214";
    };
  }

  private void box(Span span, int y, int height, String colour, double opacity) {
    double width = Math.max(2, x((double) span.to()) - x((double) span.from()));
    svg.append(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" opacity=\"%.2f\"><title>%s</title></rect>%n"
            .formatted(x((double) span.from()), y, width, height, colour, opacity, span.what()));
  }

  private void plot(String name, int top, int height, double max) {
    label(8, top + 34, name);
    label(LEFT - 60, top + 10, "%,.0f".formatted(max));
    label(LEFT - 18, top + height, "0");
    svg.append(
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#555\"/>%n"
            .formatted(LEFT, top, top + height, WIDTH - 10));
  }

  private void line(
      ToDoubleFunction<Sample> value, int top, int height, double max, String colour) {
    String points =
        samples.stream()
            .map(sample ->
                "%.1f,%.1f"
                    .formatted(
                        x((double) sample.at()),
                        top + height - height * value.applyAsDouble(sample) / Math.max(1, max)))
            .collect(Collectors.joining(" "));
    svg.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n"
            .formatted(points, colour));
  }

  private void label(double x, double y, String text) {
    svg.append("<text x=\"%.0f\" y=\"%.0f\" fill=\"#333\">%s</text>%n".formatted(x, y, text));
  }

  private double max(ToDoubleFunction<Sample> value) {
    return samples.stream().mapToDouble(value).max().orElse(1);
  }

  private double x(double at) {
    return LEFT + (WIDTH - 10 - LEFT) * at / end;
  }
}
