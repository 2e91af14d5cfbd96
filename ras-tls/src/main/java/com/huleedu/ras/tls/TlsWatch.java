package com.huleedu.ras.tls;

import com.huleedu.ras.domain.MisconfiguredException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of TLS again every 30 seconds, and has what changed taken. By their content: a
 * secret that is mounted changes behind a link, of which the file system tells nobody.
 *
 * <p>Meters: {@code ras.tls.reload.failed} is 1 while what lies in the files can't be used and the
 * connections live on what was there before; {@code ras.tls.certificate.expiry.seconds} says when
 * the certificate of this side ends, in seconds since 1970. Both by {@code connection}.
 */
public final class TlsWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);

  /** How often the files are looked at. */
  public static final Duration PERIOD = Duration.ofSeconds(30);

  /** Of two files one changes before the other; what can't be used is looked at again soon. */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

  /** So long before a certificate ends it is worth a word in the log. */
  private static final Duration SOON = Duration.ofDays(14);

  private final Duration period;
  private final List<Watched> watched;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private TlsWatch(Duration period, List<Watched> watched) {
    this.period = period;
    this.watched = watched;
    this.thread = Thread.ofPlatform().daemon().name("ras-tls-watch").unstarted(this::watch);
  }

  /** Begins to look. */
  public static TlsWatch start(Collection<Tls> all, MeterRegistry registry) {
    return start(PERIOD, all, registry);
  }

  /** The same, with another time between two looks. */
  public static TlsWatch start(Duration period, Collection<Tls> all, MeterRegistry registry) {
    TlsWatch watch = new TlsWatch(period, all.stream().map(Watched::new).toList());
    watch.watched.forEach(one -> one.measure(registry));
    watch.watched.forEach(Watched::warnOfEnd);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    boolean closed = false;
    while (!closed) {
      try {
        closed = lookOnce();
      } catch (Error unsaid) {
        closed = false; // no memory to say so either
      }
    }
  }

  /** Returns whether it was the last look. */
  private boolean lookOnce() {
    boolean closed = false;
    try {
      closed = closing.await(period.toNanos(), TimeUnit.NANOSECONDS);
      if (!closed && watched.stream().filter(Watched::look).count() < watched.size()) {
        closed = closing.await(SECOND_LOOK.toNanos(), TimeUnit.NANOSECONDS);
        watched.forEach(Watched::lookAgain);
      }
    } catch (InterruptedException stray) {
      closed = closing.getCount() == 0;
    } catch (Throwable surprise) { // as memory that runs out: it has to look again all the same
      LOG.error("The files of TLS can't be looked at; trying again", surprise);
    }
    return closed;
  }

  /** One of those that are watched; of the watching thread, but for the gauges. */
  private static final class Watched {
    private final Tls tls;
    private volatile boolean failed;
    private String said = "";
    private boolean warnedOfEnd;

    Watched(Tls tls) {
      this.tls = tls;
    }

    void measure(MeterRegistry registry) {
      Gauge.builder("ras.tls.reload.failed", () -> failed ? 1 : 0)
          .description("Whether changed files of TLS can't be used, and the old content still is")
          .tag("connection", tls.name())
          .register(registry);
      Gauge.builder(
              "ras.tls.certificate.expiry.seconds",
              () ->
                  tls.current().validUntil().map(Instant::getEpochSecond).orElse(0L).doubleValue())
          .description("When the certificate of this side ends; 0 where there is none")
          .tag("connection", tls.name())
          .register(registry);
      Gauge.builder(
              "ras.tls.certificate.expiry.timestamp.seconds",
              () ->
                  tls.current()
                      .validUntil()
                      .map(until -> (double) until.getEpochSecond())
                      .orElse(Double.NaN))
          .description("When the certificate of this side ends; NaN where there is none")
          .tag("use", tls.name())
          .register(registry);
    }

    /** Whether all is well. */
    boolean look() {
      try {
        take();
        return true;
      } catch (MisconfiguredException unusable) {
        return false;
      }
    }

    void lookAgain() {
      try {
        take();
      } catch (MisconfiguredException unusable) {
        failed = true;
        String why = String.valueOf(unusable.getMessage());
        if (!why.equals(said)) {
          said = why;
          LOG.error(
              "TLS of {} goes on with what it had, for what changed is of no use: {}",
              tls.name(),
              why);
        }
      }
    }

    private void take() {
      boolean changed = reloaded();
      if (changed || failed) {
        failed = false;
        said = "";
        warnedOfEnd = false;
        LOG.info(
            "TLS of {}: {}{}",
            tls.name(),
            changed ? "what changed is taken for new connections" : "the files are well again",
            tls.current().ownName().map(own -> "; the certificate is that of " + own).orElse(""));
      }
      warnOfEnd();
    }

    private boolean reloaded() {
      try {
        return tls.reload();
      } catch (MisconfiguredException unusable) {
        throw unusable;
      } catch (RuntimeException surprise) {
        // Of who renews connections: the material is taken all the same.
        LOG.error("TLS of {}: not all connections could be renewed", tls.name(), surprise);
        return true;
      }
    }

    void warnOfEnd() {
      Instant soon = Instant.now().plus(SOON);
      tls.current()
          .validUntil()
          .filter(until -> !warnedOfEnd && until.isBefore(soon))
          .ifPresent(until -> {
            warnedOfEnd = true;
            LOG.warn(
                "TLS of {}: the certificate of {} {} on {}",
                tls.name(),
                tls.current().ownName().orElse("nobody"),
                until.isBefore(Instant.now()) ? "has ended" : "ends",
                Certificates.seconds(until));
          });
    }
  }

  /** Ends the looking. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
