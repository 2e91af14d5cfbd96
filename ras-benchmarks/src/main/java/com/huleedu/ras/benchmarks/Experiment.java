package com.huleedu.ras.benchmarks;

import java.util.List;
import java.util.Set;

/** One arrangement of servers and load, which yields one row or several. */
interface Experiment {
  /** What it can yield. */
  List<RowId> rows();

  /**
   * Measures.
   *
   * @param wanted some of {@link #rows()}; what is there besides may be left out
   */
  List<Row> run(Lab lab, Set<RowId> wanted) throws Exception;
}
