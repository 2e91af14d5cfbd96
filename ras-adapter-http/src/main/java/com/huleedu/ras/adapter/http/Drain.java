package com.huleedu.ras.adapter.http;

import java.time.Duration;

/** Whether the listeners are being shut down, shared by all their connections. */
final class Drain {
  /**
   * How long a connection between two requests is still served after the listeners have closed. A
   * busy client has its next request on the wire at that moment; this is its time to arrive and be
   * answered with {@code Connection: close}.
   */
  static final Duration QUIET = Duration.ofMillis(250);

  private volatile boolean begun;
  private volatile long quietFrom;

  void start() {
    quietFrom = System.nanoTime() + QUIET.toNanos();
    begun = true;
  }

  boolean begun() {
    return begun;
  }

  /** Whether idle connections are closed, and not only told, by now. */
  boolean isOver() {
    return begun && System.nanoTime() - quietFrom >= 0;
  }

  /** Waits until {@link #QUIET} has passed since the beginning; later callers don't wait at all. */
  void awaitQuiet() {
    try {
      Thread.sleep(Duration.ofNanos(quietFrom - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
