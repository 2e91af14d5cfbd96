package com.huleedu.ras.bootstrap;

import com.huleedu.ras.telemetry.Telemetry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which trace a measured value is of, so that a panel leads from the one to the other. Shown in the
 * form of OpenMetrics alone, and without traces not looked for.
 */
record Exemplars(Telemetry telemetry) implements SpanContext {

  static PrometheusMeterRegistry registry(Telemetry telemetry) {
    return telemetry.equals(Telemetry.OFF)
        ? new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
        : new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT,
            new PrometheusRegistry(),
            Clock.SYSTEM,
            new Exemplars(telemetry));
  }

  @Override
  public @Nullable String getCurrentTraceId() {
    return of(Telemetry.Current::traceId);
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    return of(Telemetry.Current::spanId);
  }

  private @Nullable String of(Function<Telemetry.Current, String> id) {
    Telemetry.Current current = telemetry.current();
    return current == null ? null : id.apply(current);
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return telemetry.current() != null;
  }

  @Override
  public void markCurrentSpanAsExemplar() {
    // Nobody samples by that.
  }
}
