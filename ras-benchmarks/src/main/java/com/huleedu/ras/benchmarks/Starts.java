package com.huleedu.ras.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** From the start of a process until it is ready, the servers being up and the tables there. */
final class Starts implements Experiment {
  @Override
  public List<RowId> rows() {
    return List.of(RowId.START);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) {
    Library library = lab.library();
    Pairs pairs =
        Pairs.measure(
            lab,
            RowId.START,
            () -> {
              long started = System.nanoTime();
              try (ServiceProcess _ =
                  lab.service("start", library.database(), library.log(), Map.of()).awaitReady()) {
                return (System.nanoTime() - started) / 1e9;
              }
            },
            () -> {
              long started = System.nanoTime();
              try (ServiceProcess _ = lab.bare("start", library.database()).awaitReady()) {
                return (System.nanoTime() - started) / 1e9;
              }
            });
    return List.of(pairs.row(RowId.START, "until /readyz answers 200, asked every 10 ms"));
  }
}
