package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.port.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/** A span that is this thread's current one until it is closed. */
record BegunSpan(Span span, Scope scope) implements Tracing.Span {
  private static final int FIRST_FAILURE = 500;

  @SuppressWarnings("MustBeClosedChecker") // closed with the span
  static BegunSpan of(SpanBuilder builder) {
    Span span = builder.startSpan();
    return new BegunSpan(span, span.makeCurrent());
  }

  /** A span failed, for a kind of reason. */
  static void fail(Span span, String kind) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(Attributes.ERROR_TYPE, kind);
  }

  @Override
  public String traceId() {
    return span.getSpanContext().getTraceId();
  }

  @Override
  public void answered(int status) {
    span.setAttribute(Attributes.STATUS, (long) status);
    if (status >= FIRST_FAILURE) {
      fail(span, Integer.toString(status));
    }
  }

  @Override
  public void failed(String kind) {
    fail(span, kind);
  }

  @Override
  public void close() {
    scope.close();
    span.end();
  }
}
