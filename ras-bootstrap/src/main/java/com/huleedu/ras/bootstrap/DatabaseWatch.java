package com.huleedu.ras.bootstrap;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database now and then whether it is there, so that asking for health costs nothing. */
final class DatabaseWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Runnable ping;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean up = true;

  /** {@code ping} throws if the database does not answer. */
  private DatabaseWatch(Runnable ping) {
    this.ping = ping;
  }

  static DatabaseWatch start(Runnable ping) {
    DatabaseWatch watch = new DatabaseWatch(ping);
    Thread.ofVirtual().name("ras-database-watch").start(watch::run);
    return watch;
  }

  private void run() {
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean now = answers();
        if (now != up) {
          LOG.info("PostgreSQL {}", now ? "answers again" : "does not answer");
        }
        up = now;
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; should somebody, readiness must not stay green for ever.
      up = false;
    }
  }

  private boolean answers() {
    try {
      ping.run();
      return true;
    } catch (RuntimeException away) {
      return false;
    }
  }

  boolean isUp() {
    return up;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
