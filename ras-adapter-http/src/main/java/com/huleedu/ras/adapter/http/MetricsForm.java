package com.huleedu.ras.adapter.http;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * In which of its two forms Prometheus wants the metrics. The older is what everybody gets who does
 * not ask for the newer by name, which alone can hold exemplars.
 */
final class MetricsForm {
  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private MetricsForm() {}

  /** The form by the values of the header Accept. */
  static String accepted(List<String> accept) {
    List<String> ranges =
        accept.stream()
            .flatMap(value -> Stream.of(value.toLowerCase(Locale.ROOT).split(",", -1)))
            .toList();
    double open = quality(ranges, "application/openmetrics-text");
    return open > 0 && open >= quality(ranges, "text/plain") ? OPEN_METRICS : TEXT;
  }

  private static double quality(List<String> ranges, String type) {
    return ranges.stream()
        .map(range -> range.split(";", -1))
        .filter(parts -> parts.length > 0 && parts[0].strip().equals(type))
        .mapToDouble(MetricsForm::quality)
        .max()
        .orElse(0);
  }

  private static double quality(String[] parts) {
    for (String part : parts) {
      String parameter = part.strip();
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException nonsense) {
          return 0;
        }
      }
    }
    return 1;
  }
}
