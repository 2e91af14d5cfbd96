package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.Timeline.Sample;
import com.huleedu.ras.chaos.Timeline.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run on one page: what was asked, the verdict, the picture, and each fault. */
final class Report {
  private final ChaosRun.Result result;

  Report(ChaosRun.Result result) {
    this.result = result;
  }

  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("timeline.svg"), new Picture(result.timeline()).svg());
    Files.writeString(directory.resolve("report.md"), text());
  }

  private String text() {
    ChaosRun.Plan plan = result.plan();
    StringBuilder text = new StringBuilder();
    text.append("# Chaos: ").append(result.verdict().holds() ? "passed" : "FAILED").append("\n\n");
    text.append(
        "`./ras chaos --events %d --instances %d --kills %d --seed %d`%s, %s.%n%n"
            .formatted(
                plan.events(),
                plan.instances(),
                plan.faults(),
                plan.seed(),
                plan.settings().isEmpty() ? "" : " with " + plan.settings(),
                java.time.LocalDate.now(java.time.ZoneOffset.UTC)));
    text.append("| promise | | |\n|---|---|---|\n");
    for (Verdict.Finding finding : result.verdict().findings()) {
      text.append(
          "| %s | %s | %s |%n"
              .formatted(finding.promise(), finding.holds() ? "✓" : "✗", finding.detail()));
    }
    text.append("\n![events, lag and faults over time](timeline.svg)\n\n");
    text.append("Answers to readers meanwhile, by status: ").append(result.readers());
    text.append(". The longest lag was %,d messages.%n%n".formatted(longestLag()));
    appendCounts(text);
    appendFaults(text);
    return text.toString();
  }

  private long longestLag() {
    return result.timeline().samples().stream()
        .filter(sample -> sample.projected() >= 0)
        .mapToLong(sample -> sample.inLog() - sample.projected())
        .max()
        .orElse(0);
  }

  private void appendCounts(StringBuilder text) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Span span : result.timeline().spans()) {
      counts.merge(span.what().replaceFirst(":.*", ""), 1, Integer::sum);
    }
    text.append("| fault | times |\n|---|---:|\n");
    counts.forEach((what, times) -> text.append("| %s | %d |%n".formatted(what, times)));
  }

  private void appendFaults(StringBuilder text) {
    text.append("\n| from s | to s | fault |\n|---:|---:|---|\n");
    List<Span> spans = result.timeline().spans();
    for (Span span : spans) {
      text.append(
          "| %.1f | %.1f | %s |%n".formatted(span.from() / 1e3, span.to() / 1e3, span.what()));
    }
    List<Sample> samples = result.timeline().samples();
    text.append(
        "\nMeasured %d times in %.0f s.%n"
            .formatted(samples.size(), samples.isEmpty() ? 0.0 : samples.getLast().at() / 1e3));
  }
}
