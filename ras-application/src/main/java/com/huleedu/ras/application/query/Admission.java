package com.huleedu.ras.application.query;

import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many answers may be under way at once for which the database is asked, those included that
 * share a load or wait for a connection. What the cache has is not counted: it is answered as
 * cheaply as it would be refused.
 *
 * <p>More may come for as long as it is a burst, in which everybody is answered. If there are not
 * soon fewer again, it is an overload: then all would wait ever longer, and be answered when they
 * are gone; so the others are told at once to come later. Safe for use by many threads.
 */
public final class Admission {
  /** So many keep a connection at work without a pause, and wait for some tens of milliseconds. */
  static final int PER_CONNECTION = 16;

  /** It is no burst if for so long there never were fewer than half as many. */
  static final Duration BURST = Duration.ofSeconds(1);

  private final int atOnce;
  private final LongSupplier nanos;
  private final AtomicInteger underWay = new AtomicInteger();

  /** When somebody came last and found few. */
  private volatile long lastCalm;

  /**
   * @param nanos a monotonic clock
   */
  Admission(int connections, LongSupplier nanos) {
    this.atOnce = connections * PER_CONNECTION;
    this.nanos = nanos;
    this.lastCalm = nanos.getAsLong();
  }

  /**
   * By what is there to answer them.
   *
   * @param connections to the database
   */
  public static Admission of(int connections) {
    return new Admission(connections, System::nanoTime);
  }

  /**
   * Does what the database is needed for.
   *
   * @throws UnavailableException if it is one too many, and was not begun; see {@link
   *     UnavailableException#isOverloaded}
   */
  <T> T admit(Supplier<T> work) {
    if (!admits(underWay.incrementAndGet())) {
      underWay.decrementAndGet();
      throw UnavailableException.overloaded(
          "RAS", "more is asked of the database than it can answer (DATABASE_POOL_SIZE)");
    }
    try {
      return work.get();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private boolean admits(int count) {
    if (count <= atOnce) {
      if (2 * count <= atOnce) {
        lastCalm = nanos.getAsLong();
      }
      return true;
    }
    return nanos.getAsLong() - lastCalm < BURST.toNanos();
  }
}
