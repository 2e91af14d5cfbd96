package com.huleedu.ras.domain.port.rebuild;

/** Told how long work goes on, and asked whether it should. */
public interface Progress {

  /**
   * A step begins; the one before has ended.
   *
   * @param what for a person, as "reading the log"
   * @param total how many units it has; 0 if nobody knows
   */
  void startStep(String what, long total);

  /** So many units more are done. */
  void advance(long units);

  /** Waits a little, for others to move on; at once over when told to end. */
  void pause();

  /** False: end where ending is clean. */
  boolean goOn();
}
