package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.load.Spread;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number and its verdict.
 *
 * @param ours the median of the service; null if it was not measured
 * @param yardstick the median of what it is held against; null if it stands alone
 * @param ratio the median of the repetitions' ratios
 * @param spread of what is held against the target: the ratios, or the numbers themselves
 * @param note what a reader has to know of it, as sizes; may be empty
 */
record Row(
    RowId id,
    @Nullable Double ours,
    @Nullable Double yardstick,
    @Nullable Double ratio,
    @Nullable Spread spread,
    int repetitions,
    boolean holds,
    String note) {

  /** Measured in pairs, the n-th of the one with the n-th of the other. */
  static Row ofPairs(RowId id, List<Double> ours, List<Double> yardstick, String note) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / yardstick.get(i));
    }
    Spread spread = Spread.of(ratios);
    return new Row(
        id,
        Spread.of(ours).median(),
        Spread.of(yardstick).median(),
        spread.median(),
        spread,
        ours.size(),
        id.goal().holds(spread.median()),
        note);
  }

  /** Measured by itself. */
  static Row alone(RowId id, List<Double> ours, String note) {
    Spread spread = Spread.of(ours);
    boolean holds = id.goal().holds(spread.median());
    return new Row(id, spread.median(), null, null, spread, ours.size(), holds, note);
  }

  /** Left out on purpose. */
  static Row notInQuick(RowId id) {
    return new Row(id, null, null, null, null, 0, true, "not in quick");
  }

  /** To be measured, and not. */
  static Row failed(RowId id, String why) {
    return new Row(id, null, null, null, null, 0, false, "not measured: " + why);
  }
}
