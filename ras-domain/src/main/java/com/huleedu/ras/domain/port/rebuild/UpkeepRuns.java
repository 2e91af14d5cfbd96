package com.huleedu.ras.domain.port.rebuild;

import java.util.List;

/**
 * Which audits and rebuilds came to their end, kept for a year.
 *
 * <p>Every call may throw {@link com.huleedu.ras.domain.RasException}.
 */
public interface UpkeepRuns {

  /** Adds one. */
  void add(UpkeepRun run);

  /** The newest of each kind, of those that there are. */
  List<UpkeepRun> newest();
}
