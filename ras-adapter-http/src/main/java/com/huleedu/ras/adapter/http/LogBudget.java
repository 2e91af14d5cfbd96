package com.huleedu.ras.adapter.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many lines whoever sends requests may put into the log. In each window the first ones are
 * written, the others counted. Safe for use by many threads.
 */
final class LogBudget {
  private final int lines;
  private final long window;
  private final LongSupplier nanos;

  private long windowStart;
  private int taken;
  private volatile long heldBack;

  /**
   * @param lines in each window
   * @param window its length
   * @param nanos a monotonic clock
   */
  LogBudget(int lines, Duration window, LongSupplier nanos) {
    this.lines = lines;
    this.window = window.toNanos();
    this.nanos = nanos;
    windowStart = nanos.getAsLong();
  }

  /** Whether one more line may be written. If not, it is counted. */
  synchronized boolean take() {
    roll();
    if (taken < lines) {
      taken++;
      return true;
    }
    heldBack++;
    return false;
  }

  /** How many lines were held back, once the window is over; each is told once. */
  long settle() {
    // Nearly always there is nothing, which nobody has to wait for.
    return heldBack == 0 ? 0 : settleHeldBack();
  }

  private synchronized long settleHeldBack() {
    if (heldBack == 0 || !roll()) {
      return 0;
    }
    long settled = heldBack;
    heldBack = 0;
    return settled;
  }

  /** Begins a new window if the last one is over; whether this one holds nothing back yet. */
  private boolean roll() {
    long now = nanos.getAsLong();
    if (now - windowStart >= window) {
      windowStart = now;
      taken = 0;
    }
    return taken < lines;
  }
}
