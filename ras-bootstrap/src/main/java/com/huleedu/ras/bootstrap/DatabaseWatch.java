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
  private static final String UNKNOWN = "PostgreSQL could not be asked: memory ran out";
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Runnable ping;
  private final Runnable after;
  private final Duration every;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String trouble;

  /** {@code ping} throws if the database does not answer. */
  private DatabaseWatch(Runnable ping, Runnable after, Duration every) {
    this.ping = ping;
    this.after = after;
    this.every = every;
  }

  /**
   * Begins to look.
   *
   * @param after run after each look
   */
  static DatabaseWatch start(Runnable ping, Runnable after) {
    return start(ping, after, EVERY);
  }

  static DatabaseWatch start(Runnable ping, Runnable after, Duration every) {
    DatabaseWatch watch = new DatabaseWatch(ping, after, every);
    Thread.ofPlatform().daemon().name("ras-database-watch").start(watch::run);
    return watch;
  }

  private void run() {
    try {
      while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        lookInAnyCase();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; should somebody, readiness must not stay green for ever.
      trouble = "PostgreSQL is no longer watched";
    }
  }

  private void lookInAnyCase() {
    try {
      String before = trouble;
      trouble = look();
      if (before == null && trouble != null) {
        LOG.warn("{}", trouble);
      } else if (before != null && trouble == null) {
        LOG.info("PostgreSQL answers again");
      }
      follow();
    } catch (Error unsaid) { // no memory to say so either
      trouble = UNKNOWN;
    }
  }

  private @Nullable String look() {
    try {
      ping.run();
      return null;
    } catch (RuntimeException away) {
      return String.valueOf(away.getMessage());
    } catch (Error surprise) { // as memory that runs out: else readiness would stay as it is
      return "PostgreSQL could not be asked: " + surprise;
    }
  }

  private void follow() {
    try {
      after.run();
    } catch (RuntimeException | Error surprise) {
      LOG.error("What follows a look at PostgreSQL failed; it is looked at again", surprise);
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
