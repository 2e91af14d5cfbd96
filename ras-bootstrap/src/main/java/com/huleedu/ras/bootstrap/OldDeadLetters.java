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
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean failed;

  private OldDeadLetters(LongSupplier removal) {
    this.removal = removal;
  }

  static OldDeadLetters start(LongSupplier removal) {
    OldDeadLetters task = new OldDeadLetters(removal);
    Thread.ofVirtual().name("ras-old-dead-letters").start(task::run);
    return task;
  }

  private void run() {
    try {
      do {
        remove();
      } while (!closed.await((failed ? AGAIN : EVERY).toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
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
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
