import org.jspecify.annotations.NullMarked;

/**
 * Traces, by OpenTelemetry: what each poll and each request did, for who collects it. The standard
 * variables {@code OTEL_…} name the collector.
 *
 * <p>{@link com.huleedu.ras.telemetry.Telemetry} stands around ports of the domain; whoever is
 * behind them knows nothing of it. Without a collector nothing stands around anything.
 */
@NullMarked
module com.huleedu.ras.telemetry {
  requires transitive com.huleedu.ras.domain;
  requires static transitive org.jspecify;
  requires io.opentelemetry.api;
  requires io.opentelemetry.context;
  requires io.opentelemetry.exporter.internal;
  requires io.opentelemetry.sdk;
  requires io.opentelemetry.sdk.autoconfigure;
  requires io.opentelemetry.sdk.autoconfigure.spi;
  requires io.opentelemetry.sdk.common;
  requires io.opentelemetry.sdk.trace;
  requires java.net.http;
  requires org.slf4j;

  exports com.huleedu.ras.telemetry;
}
