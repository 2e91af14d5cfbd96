package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.deadletter.DeadLetterCopies;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.query.CacheManager;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spans on their way to a collector. */
final class Collected implements Telemetry {
  private static final Logger LOG = LoggerFactory.getLogger(Collected.class);
  private static final String SERVICE = "result_aggregator_service";
  private static final String PROTOCOL = "http/protobuf";

  private final OpenTelemetrySdk sdk;
  private final AtomicBoolean over;
  private final Tracer tracer;
  private final Tracing tracing;

  private Collected(OpenTelemetrySdk sdk, AtomicBoolean over, String version) {
    this.sdk = sdk;
    this.over = over;
    this.tracer =
        sdk.getTracerProvider().tracerBuilder("ras").setInstrumentationVersion(version).build();
    this.tracing = new Spans(tracer, sdk.getPropagators().getTextMapPropagator());
  }

  static Telemetry open(TelemetryConfig config) {
    Endpoint endpoint;
    try {
      endpoint = Endpoint.of(config);
    } catch (UnusableException unusable) {
      LOG.warn("Traces are off: {}", unusable.getMessage());
      return OFF;
    }
    try {
      AtomicBoolean over = new AtomicBoolean();
      Collected collected = new Collected(sdk(config, endpoint, over), over, config.version());
      LOG.info("Traces go to {}", endpoint.shown());
      return collected;
    } catch (RuntimeException refused) { // by what reads the variables; its words hold their values
      LOG.warn("Traces are off: {}", UnusableException.reason(refused, config));
      return OFF;
    }
  }

  private static OpenTelemetrySdk sdk(
      TelemetryConfig config, Endpoint endpoint, AtomicBoolean over) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook() // the order in which the service stops is its own business
        .addPropertiesCustomizer(_ -> properties(config))
        .addResourceCustomizer((resource, _) ->
            Resource.builder().put("service.version", config.version()).build().merge(resource))
        .addSpanExporterCustomizer((exporter, _) ->
            new ToldExporter(exporter, endpoint.shown(), over::get, System::nanoTime))
        .build()
        .getOpenTelemetrySdk();
  }

  /** What is set, over what the process has elsewhere; and nothing but traces. */
  private static Map<String, String> properties(TelemetryConfig config) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("otel.service.name", SERVICE);
    properties.put("otel.exporter.otlp.protocol", PROTOCOL);
    properties.putAll(config.properties());
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    return properties;
  }

  @Override
  public Tracing tracing() {
    return tracing;
  }

  @Override
  public ProjectEvents polls(ProjectEvents projection) {
    return new TracedPolls(projection, tracer);
  }

  @Override
  public CacheManager cache(CacheManager cache) {
    return new TracedCache(cache, tracing);
  }

  @Override
  public DeduplicationMarks marks(DeduplicationMarks marks) {
    return new TracedMarks(marks, tracing);
  }

  @Override
  public DeadLetterCopies letters(DeadLetterCopies copies) {
    return new TracedLetters(copies, tracer);
  }

  @Override
  public @Nullable Current current() {
    SpanContext span = Span.current().getSpanContext();
    return span.isSampled() ? new Current(span.getTraceId(), span.getSpanId()) : null;
  }

  @Override
  public void close() {
    // Its threads are daemons: who does not answer within that is not waited for.
    sdk.getSdkTracerProvider().shutdown().join(1, TimeUnit.SECONDS);
    over.set(true);
  }
}
