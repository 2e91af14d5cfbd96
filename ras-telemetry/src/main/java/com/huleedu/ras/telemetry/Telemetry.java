package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.deadletter.DeadLetterCopies;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.query.CacheManager;
import org.jspecify.annotations.Nullable;

/**
 * Traces of the service, if anybody collects them. Whatever becomes of the collector, the work goes
 * on as if there were none: spans wait in a queue of bounded length, and what does not fit is
 * dropped.
 */
public interface Telemetry extends AutoCloseable {

  /** Nobody collects: hands back what it is given. */
  Telemetry OFF = new NoTelemetry();

  /**
   * Begins to send, if an endpoint is set, and returns at once. Never fails: variables that can't
   * be used are a warning in the log, without their values, and leave traces off.
   */
  static Telemetry open(TelemetryConfig config) {
    return config.isOn() ? Collected.open(config) : OFF;
  }

  /** For adapters that tell of their work themselves. */
  Tracing tracing();

  /** The same, with a span for each poll, linked to its messages. */
  ProjectEvents polls(ProjectEvents projection);

  /** The same, with a span for whatever is asked of it as part of a poll or a request. */
  CacheManager cache(CacheManager cache);

  /** The same, with a span for whatever is asked of it as part of a poll. */
  DeduplicationMarks marks(DeduplicationMarks marks);

  /** The same, with a span for each letter, in the trace of its message. */
  DeadLetterCopies letters(DeadLetterCopies copies);

  /** The span that this thread is at; null where there is none, or nobody will see it. */
  @Nullable Current current();

  /**
   * A span that somebody will see.
   *
   * @param traceId 32 hexadecimal digits
   * @param spanId 16 of them
   */
  record Current(String traceId, String spanId) {}

  /** Sends what waits, for a second at most, and sends no more. */
  @Override
  void close();
}
