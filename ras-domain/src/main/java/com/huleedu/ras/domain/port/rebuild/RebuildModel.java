package com.huleedu.ras.domain.port.rebuild;

import java.util.function.Consumer;

/**
 * Projects the log into fresh tables beside the live ones, names the differences, and swaps; the
 * service goes on meanwhile. Every call finishes what an earlier one began.
 *
 * <p>Every call may throw {@link com.huleedu.ras.domain.UnavailableException}.
 */
public interface RebuildModel {
  /** So many differences are named at most; all are counted, and an audit names all. */
  int NAMED = 5_000;

  /**
   * What may be done.
   *
   * @param restart begin anew, whatever there is of an earlier rebuild
   * @param fromWhatIsLeft begin with a copy of the live rows, where Kafka no longer has the whole
   *     log
   * @param dryRun name the differences and don't swap
   * @param allowLoss swap even if the live rows have what no message of the log says
   */
  record Request(boolean restart, boolean fromWhatIsLeft, boolean dryRun, boolean allowLoss) {}

  /**
   * Rebuilds.
   *
   * @param found gets the first {@link #NAMED} differences
   * @throws com.huleedu.ras.domain.LogGapException if Kafka no longer has the whole log
   */
  RebuildResult rebuild(Request request, Consumer<Difference> found, Progress progress);

  /**
   * Brings the previous tables up to date with the log and swaps them in.
   *
   * @throws com.huleedu.ras.domain.LogGapException if Kafka no longer has what they lack
   */
  RebuildResult goBack(Consumer<Difference> found, Progress progress);

  /** Gives up a rebuild; false if there is none. */
  boolean cancel();

  /** Removes the previous tables; false if there are none. */
  boolean dropPrevious();
}
