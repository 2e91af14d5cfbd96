package com.huleedu.ras.benchmarks.load;

import java.util.List;

/** The middle of repeated measurements, and how far apart they lie. */
public record Spread(double median, double min, double max) {

  /** Of one value or more; the median of an even number is the mean of the two in the middle. */
  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }
}
