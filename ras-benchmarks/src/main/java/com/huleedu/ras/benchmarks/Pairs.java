package com.huleedu.ras.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Two sides measured in turns, so that what burdens the machine for a while burdens both. */
final class Pairs {
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> yardstick = new ArrayList<>();

  private Pairs() {}

  static Pairs measure(Lab lab, RowId row, DoubleSupplier ours, DoubleSupplier yardstick) {
    Pairs pairs = new Pairs();
    int repetitions = lab.repetitions();
    for (int i = 0; i < repetitions; i++) {
      lab.screen().repetition(row, i, repetitions);
      // Neither always has what the other leaves behind.
      if (i % 2 == 0) {
        pairs.ours.add(ours.getAsDouble());
        pairs.yardstick.add(yardstick.getAsDouble());
      } else {
        pairs.yardstick.add(yardstick.getAsDouble());
        pairs.ours.add(ours.getAsDouble());
      }
      lab.raw().value(row, "ours", i, pairs.ours.getLast());
      lab.raw().value(row, "yardstick", i, pairs.yardstick.getLast());
    }
    return pairs;
  }

  List<Double> ours() {
    return List.copyOf(ours);
  }

  Row row(RowId id, String note) {
    return Row.ofPairs(id, ours, yardstick, note);
  }
}
