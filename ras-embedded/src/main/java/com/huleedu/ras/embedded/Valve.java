package com.huleedu.ras.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What every piece of traffic passes: may hold it for a while, or until further notice. */
final class Valve {
  private volatile Duration latency = Duration.ZERO;
  private boolean shut;

  void delay(Duration latency) {
    this.latency = latency;
  }

  synchronized void shut() {
    shut = true;
  }

  synchronized void open() {
    latency = Duration.ZERO;
    shut = false;
    notifyAll();
  }

  void pass() throws InterruptedException {
    if (latency.isPositive()) {
      // The delay is the purpose here, not a wait for anything.
      LockSupport.parkNanos(latency.toNanos());
    }
    synchronized (this) {
      while (shut) {
        wait();
      }
    }
  }
}
