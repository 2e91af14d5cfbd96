package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.RasException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes settled dead letters that are old, at the start and then every hour. */
final class OldDeadLetters implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OldDeadLetters.class);
  private static final Duration EVERY = Duration.ofHours(1);

  /** While a server is away. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final LongSupplier removal;
  private final Duration every;
  private final Duration again;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean failed;

  private OldDeadLetters(LongSupplier removal, Duration every, Duration again) {
    this.removal = removal;
    this.every = every;
    this.again = again;
  }

  static OldDeadLetters start(LongSupplier removal) {
    return start(removal, EVERY, AGAIN);
  }

  /**
   * @param again how long to wait after a failure
   */
  static OldDeadLetters start(LongSupplier removal, Duration every, Duration again) {
    OldDeadLetters task = new OldDeadLetters(removal, every, again);
    Thread.ofPlatform().daemon().name("ras-old-dead-letters").start(task::run);
    return task;
  }

  private void run() {
    try {
      do {
        removeInAnyCase();
      } while (!closed.await((failed ? again : every).toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeInAnyCase() {
    try {
      remove();
    } catch (Error unsaid) { // no memory to say so either
      failed = true;
    }
  }

  private void remove() {
    try {
      long removed = removal.getAsLong();
      failed = false;
      if (removed > 0) {
        LOG.info("Removed {} dead letters that were settled long ago", removed);
      }
    } catch (RasException failure) {
      if (!failed && closed.getCount() > 0) {
        LOG.warn("Old dead letters stay until it can be done: {}", failure.getMessage());
      }
      failed = true;
    } catch (RuntimeException | Error mistake) { // memory that runs out, too
      // A thread that had ended nobody would miss, until the disk is full.
      LOG.error("Old dead letters stay, for a reason that nobody thought of", mistake);
      failed = true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
