package com.huleedu.ras.application.commit;

import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Cache;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.query.Touched;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invalidates until it is done. If the cache stays out of reach it gives up when everything that
 * could be stale has expired by itself, not earlier (guarantees, G7).
 */
public final class Invalidator {
  private static final Logger LOG = LoggerFactory.getLogger(Invalidator.class);

  private final Cache cache;
  private final Backoff backoff;
  private final LongSupplier nanoTime;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param nanoTime monotonic: a wall clock set forward would end the wait too early
   */
  public Invalidator(Cache cache, Backoff backoff, LongSupplier nanoTime) {
    this.cache = cache;
    this.backoff = backoff;
    this.nanoTime = nanoTime;
  }

  public void invalidate(Touched touched) {
    if (touched.isEmpty()) {
      return;
    }
    long started = nanoTime.getAsLong();
    long horizon = cache.staleHorizon().toNanos();
    waiting.incrementAndGet();
    try {
      backoff.callWhile(
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
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Whether somebody waits for the cache now, be it away or refusing. */
  public boolean isWaiting() {
    return waiting.get() > 0;
  }
}
