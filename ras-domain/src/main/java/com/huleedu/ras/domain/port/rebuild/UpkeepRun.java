package com.huleedu.ras.domain.port.rebuild;

import java.time.Instant;

/**
 * An audit or a rebuild that came to its end.
 *
 * @param differences how many rows were not as they should be, without what nobody can verify
 */
public record UpkeepRun(Kind kind, Instant started, Instant ended, long differences) {

  /** What was done. */
  public enum Kind {
    /** The rows were held against all of the log that they come from. */
    AUDIT,
    /** The log was projected afresh, whether it was swapped in or its differences shown. */
    REBUILD
  }
}
