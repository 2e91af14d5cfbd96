package com.huleedu.ras.bootstrap;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database now and then whether it is there, so that asking for health costs nothing. */
final class DatabaseWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Runnable ping;
  private final Runnable after;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String trouble;

  /** {@code ping} throws if the database does not answer. */
  private DatabaseWatch(Runnable ping, Runnable after) {
    this.ping = ping;
    this.after = after;
  }

  /**
   * Begins to look.
   *
   * @param after run after each look; throws nothing
   */
  static DatabaseWatch start(Runnable ping, Runnable after) {
    DatabaseWatch watch = new DatabaseWatch(ping, after);
    Thread.ofPlatform().daemon().name("ras-database-watch").start(watch::run);
    return watch;
  }

  private void run() {
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        String before = trouble;
        trouble = look();
        if (before == null && trouble != null) {
          LOG.warn("{}", trouble);
        } else if (before != null && trouble == null) {
          LOG.info("PostgreSQL answers again");
        }
        after.run();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; should somebody, readiness must not stay green for ever.
      trouble = "PostgreSQL is no longer watched";
    }
  }

  private @Nullable String look() {
    try {
      ping.run();
      return null;
    } catch (RuntimeException away) {
      return String.valueOf(away.getMessage());
    }
  }

  /** Why it does not answer, in words for an operator; empty if it does. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
