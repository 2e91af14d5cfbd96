package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.port.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Spans of requests, and of what is asked of servers. */
final class Spans implements Tracing {
  private final Tracer tracer;
  private final TextMapPropagator propagator;

  /**
   * @param propagator reads of which trace a request is part
   */
  Spans(Tracer tracer, TextMapPropagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  @Override
  public <C> Span serving(
      String method, String route, C request, BiFunction<C, String, @Nullable String> headers) {
    Context caller = propagator.extract(Context.root(), request, new Headers<>(headers));
    return BegunSpan.of(
        tracer
            .spanBuilder(method + " " + route)
            .setParent(caller)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(Attributes.METHOD, method)
            .setAttribute(Attributes.ROUTE, route));
  }

  @Override
  public Span asking(Server server, String operation) {
    if (!io.opentelemetry.api.trace.Span.current().isRecording()) {
      return NO_SPAN;
    }
    return BegunSpan.of(
        tracer
            .spanBuilder(operation)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(
                Attributes.DB_SYSTEM,
                switch (server) {
                  case POSTGRESQL -> "postgresql";
                  case REDIS -> "redis";
                })
            .setAttribute(Attributes.DB_OPERATION, operation));
  }

  private record Headers<C>(BiFunction<C, String, @Nullable String> of)
      implements TextMapGetter<C> {
    @Override
    public @Nullable String get(@Nullable C carrier, String key) {
      return carrier == null ? null : of.apply(carrier, key);
    }
  }
}
