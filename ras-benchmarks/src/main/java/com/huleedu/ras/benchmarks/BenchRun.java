package com.huleedu.ras.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All experiments, one after the other; one that fails does not keep the others from running. */
final class BenchRun {
  private static final Logger LOG = LoggerFactory.getLogger(BenchRun.class);
  private static final List<Experiment> EXPERIMENTS =
      List.of(
          new Ingest(),
          new Starts(),
          new Misses(),
          new ServedMisses(),
          new Hits(),
          new Overload(),
          new Freshness(),
          new FullTables(),
          new TwoProcesses());

  private final Lab lab;
  private final Set<RowId> wanted;

  BenchRun(Lab lab, Set<RowId> wanted) {
    this.lab = lab;
    this.wanted = wanted;
  }

  /** Every wanted row, in the order of the ids. */
  List<Row> run() {
    List<Row> rows = new ArrayList<>();
    Set<RowId> missing = EnumSet.copyOf(wanted);
    for (Experiment experiment : EXPERIMENTS) {
      Set<RowId> its = EnumSet.copyOf(experiment.rows());
      its.retainAll(missing);
      if (!its.isEmpty()) {
        run(experiment, its, rows);
        missing.removeAll(its);
      }
    }
    missing.forEach(row -> rows.add(Row.failed(row, "nothing measures it")));
    rows.sort(Comparator.comparing(Row::id));
    return rows;
  }

  private void run(Experiment experiment, Set<RowId> its, List<Row> rows) {
    List<Row> measured = new ArrayList<>();
    try {
      measured.addAll(experiment.run(lab, its));
    } catch (Exception e) {
      LOG.debug("Could not measure {}", its, e);
      Set<RowId> left = EnumSet.copyOf(its);
      measured.forEach(row -> left.remove(row.id()));
      left.forEach(row -> measured.add(Row.failed(row, String.valueOf(e.getMessage()))));
    }
    measured.forEach(row -> {
      lab.raw().add(Map.of("row", row.id().id(), "note", row.note()));
      lab.screen().done(row);
    });
    rows.addAll(measured);
  }
}
