package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.domain.UnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many connections readers may have at once. The others are set aside for projecting and for
 * watching: slow lists must neither keep messages from the model, nor make the service seem unwell,
 * so that its readers are sent to the next instance.
 */
public final class Readers {
  /** One projects, one watches. */
  private static final int SET_ASIDE = 2;

  /** Who comes after so many that wait would be answered too late. */
  private static final int WAITING_AT_MOST = 1_000;

  private final int places;
  private final Duration timeout;
  private final Semaphore free;

  /**
   * @param connections of the pool; with fewer than four, readers share what is set aside
   * @param timeout how long a reader waits for a place
   */
  public Readers(int connections, Duration timeout) {
    this.places = Math.max(1, connections - Math.min(SET_ASIDE, connections / 2));
    this.timeout = timeout;
    this.free = new Semaphore(places, true);
  }

  /**
   * Shows how many wait for a place: the pool knows nothing of them, for it has connections left.
   */
  public void measure(MeterRegistry registry) {
    Gauge.builder("ras.db.readers.waiting", free, Semaphore::getQueueLength)
        .description("Readers that wait for one of the connections that they share")
        .strongReference(true)
        .register(registry);
  }

  /**
   * Reads, once there is a place.
   *
   * @throws UnavailableException if there is none in time
   */
  <T> T read(Supplier<T> work) {
    if (free.getQueueLength() >= WAITING_AT_MOST || !hasPlace()) {
      // Not PostgreSQL: it may be as well as can be.
      throw UnavailableException.overloaded(
          "RAS", "all %s connections for readers are busy (DATABASE_POOL_SIZE)".formatted(places));
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private boolean hasPlace() {
    try {
      return free.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
