package com.huleedu.ras.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures of the report, gathered while experiments run. */
final class Charts {
  private final Map<String, Chart> charts = new LinkedHashMap<>();

  /** One picture: lines over a common axis. */
  record Chart(String title, String across, String up, Map<String, List<double[]>> lines) {}

  /** Adds a line of points (x, y) to the picture of that title. */
  void line(String title, String across, String up, String name, List<double[]> points) {
    charts
        .computeIfAbsent(title, key -> new Chart(title, across, up, new LinkedHashMap<>()))
        .lines()
        .put(name, List.copyOf(points));
  }

  List<Chart> all() {
    return new ArrayList<>(charts.values());
  }
}
