package com.huleedu.ras.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Two processes of the service against one, each held to half a core, so that the servers have the
 * rest of the machine. Where a process can't be held, arithmetic from what one uses.
 */
final class TwoProcesses implements Experiment {
  private static final double CORES = 0.5;
  private static final int BACKLOG = 100_000;

  @Override
  public List<RowId> rows() {
    return List.of(RowId.TWO);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) throws Exception {
    if (lab.scale().quick()) {
      return List.of(Row.notInQuick(RowId.TWO));
    }
    Optional<CpuLimit> limit = CpuLimit.of(CORES);
    try (Backlog backlog = Backlog.publish(lab, BACKLOG)) {
      List<Double> two = new ArrayList<>();
      List<Double> one = new ArrayList<>();
      for (int i = 0; i < lab.scale().repetitions(); i++) {
        lab.screen().repetition(RowId.TWO, i, lab.scale().repetitions());
        if (limit.isPresent()) {
          two.add(intake(lab, backlog, 2, limit).eventsPerSecond());
          one.add(intake(lab, backlog, 1, limit).eventsPerSecond());
        } else {
          calculate(intake(lab, backlog, 1, limit), two, one);
        }
        lab.raw().value(RowId.TWO, "ours", i, two.getLast());
        lab.raw().value(RowId.TWO, "yardstick", i, one.getLast());
      }
      String how =
          limit.isPresent() ? "held by a control group" : "by arithmetic: no control group";
      return List.of(
          Row.ofPairs(
              RowId.TWO, two, one, "half a core each, %s, %,d events".formatted(how, BACKLOG)));
    }
  }

  private static Intake intake(Lab lab, Backlog backlog, int processes, Optional<CpuLimit> limit)
      throws SQLException {
    String database = lab.databases().create();
    lab.migrate(database, backlog.log());
    Intake intake = Intake.run(lab, new Intake.Setup("two", database, backlog, processes, limit));
    lab.databases().drop(database);
    return intake;
  }

  /** On half a core a process does half of what it does on one; two can't do more than is there. */
  private static void calculate(Intake free, List<Double> two, List<Double> one) {
    double half = free.eventsPerSecond() * Math.min(1, CORES / free.cores());
    one.add(half);
    two.add(Math.min(2 * half, free.eventsPerSecond()));
  }
}
