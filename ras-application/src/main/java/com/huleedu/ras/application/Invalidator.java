package com.huleedu.ras.application;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.query.Touched;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invalidates until it is done. If the cache stays out of reach it gives up when everything that
 * could be stale has expired by itself, not earlier (guarantees, G7).
 */
final class Invalidator {
  private static final Logger LOG = LoggerFactory.getLogger(Invalidator.class);

  private final Cache cache;
  private final Patience patience;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime monotonic: a wall clock set forward would end the wait too early
   */
  Invalidator(Cache cache, Patience patience, LongSupplier nanoTime) {
    this.cache = cache;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  void invalidate(Touched touched) {
    if (touched.isEmpty()) {
      return;
    }
    long started = nanoTime.getAsLong();
    long horizon = cache.staleHorizon().toNanos();
    try {
      patience.callWhile(
          () -> nanoTime.getAsLong() - started < horizon,
          "invalidate the cache",
          () -> {
            cache.bodies().invalidate(touched);
            return true;
          });
    } catch (UnavailableException stillAway) {
      if (nanoTime.getAsLong() - started < horizon) {
        throw stillAway; // interrupted, not outwaited
      }
      LOG.warn("Going on without invalidation: every entry has expired by itself meanwhile");
    }
  }
}
