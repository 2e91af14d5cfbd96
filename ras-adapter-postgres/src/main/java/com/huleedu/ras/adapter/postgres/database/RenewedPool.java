package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.tls.Tls;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool whose connections are made anew when TLS changes: once one was made with what changed, the
 * idle ones are closed, and those at work when their work is done. While none can be made, those of
 * before go on.
 */
final class RenewedPool extends HikariDataSource {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedPool.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Tls tls;
  private final String where;
  private final Runnable onChange = this::begin;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** That nobody has seen to; zero while there is no thread that does. */
  private final AtomicInteger changes = new AtomicInteger();

  /** What stood in the way when it was last said; of the thread that renews. */
  private volatile String said = "";

  /**
   * @param where for messages
   */
  RenewedPool(HikariConfig pool, Tls tls, String where) {
    super(pool);
    this.tls = tls;
    this.where = where;
    tls.onChange(onChange);
  }

  private void begin() {
    if (changes.getAndIncrement() == 0) {
      Thread.ofPlatform().daemon().name("ras-postgres-renewal").start(this::renew);
    }
  }

  private void renew() {
    int seen;
    do {
      seen = changes.get();
      // What is connecting since before the change is in the pool by then, or has given up.
      boolean open = pause(Duration.ofMillis(getConnectionTimeout()));
      while (open && !renewedInAnyCase()) {
        open = pause(PAUSE);
      }
    } while (closing.getCount() > 0 && !changes.compareAndSet(seen, 0));
  }

  private boolean renewedInAnyCase() {
    try {
      return renewed();
    } catch (Error unsaid) { // no memory to say so either
      return false;
    }
  }

  private boolean renewed() {
    try (Connection _ = getDataSource().getConnection()) {
      getHikariPoolMXBean().softEvictConnections();
      said = "";
      LOG.info("PostgreSQL at {}: connections are made anew, by what changed of TLS", where);
      return true;
    } catch (SQLException | RuntimeException | Error e) { // an error ends no more than one try
      String why = Failures.reason(e);
      if (!why.equals(said)) {
        said = why;
        LOG.warn(
            "PostgreSQL at {} can't be connected to by what changed of TLS, the connections of"
                + " before go on: {}",
            where,
            why);
      }
      return false;
    }
  }

  /** Whether there was no end meanwhile. */
  private boolean pause(Duration length) {
    try {
      return !closing.await(length.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stray) {
      return closing.getCount() > 0;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    tls.forget(onChange);
    super.close();
  }
}
