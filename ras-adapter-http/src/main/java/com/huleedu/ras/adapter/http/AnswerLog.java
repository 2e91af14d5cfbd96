package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one listener's requests leave in the log. Each has a line at DEBUG. Problems have it at
 * INFO, and a server that is away is a WARN, for so many in ten seconds: beyond that a client that
 * is broken, or means no good, would fill the disk and hold up all threads at the appender, and say
 * nothing that the metrics don't count. A failure of our own is always told, since its answer
 * refers to the log.
 */
final class AnswerLog {
  static final int LINES = 10;
  static final Duration WINDOW = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(AnswerLog.class);

  private final LogBudget problems;
  private final LogBudget outages;

  /**
   * @param nanos a monotonic clock
   */
  AnswerLog(LongSupplier nanos) {
    problems = new LogBudget(LINES, WINDOW, nanos);
    outages = new LogBudget(LINES, WINDOW, nanos);
  }

  /** A request could not be answered for want of a server. */
  void unavailable(UnavailableException e) {
    (outages.take() ? LOG.atWarn() : LOG.atDebug())
        .addKeyValue("server", e.server())
        .log(e.getMessage());
  }

  /** A request failed, and nobody knows of such a failure. */
  void failed(Throwable failure) {
    LOG.atError().setCause(failure).log("a request failed");
  }

  /**
   * A request is done with.
   *
   * @param status as it is counted, see {@link RequestFilter#NOT_DELIVERED}
   */
  void done(
      Endpoint endpoint, String method, int status, @Nullable ErrorType error, Duration took) {
    settle(problems, "answered with problems, beyond the lines that are shown");
    settle(outages, "not answered since a server was away, beyond the lines that are shown");
    boolean shown = error != null && problems.take();
    if (!shown && !LOG.isDebugEnabled()) {
      return;
    }
    (shown ? LOG.atInfo() : LOG.atDebug())
        .addKeyValue("endpoint", endpoint.tag())
        .addKeyValue("method", method)
        .addKeyValue("status_code", status)
        .addKeyValue("duration_ms", took.toNanos() / 1_000_000.0)
        .log(status == RequestFilter.NOT_DELIVERED ? "the answer could not be sent" : "answered");
  }

  private static void settle(LogBudget budget, String what) {
    long count = budget.settle();
    if (count > 0) {
      LOG.atInfo().addKeyValue("requests", count).log(what);
    }
  }
}
