package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.domain.port.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Counts, times and traces what is asked of the database; every meter exists from the start. */
public final class OperationMetrics {
  private final Map<Operation, Meters> meters = new EnumMap<>(Operation.class);
  private final Tracing tracing;

  /** Without traces. */
  public OperationMetrics(MeterRegistry registry) {
    this(registry, Tracing.OFF);
  }

  public OperationMetrics(MeterRegistry registry, Tracing tracing) {
    this.tracing = tracing;
    for (Operation operation : Operation.values()) {
      meters.put(
          operation,
          new Meters(
              operation.tag(),
              Timer.builder("ras.db.operation.duration")
                  .description("How long an operation on the database took")
                  .tag("operation", operation.tag())
                  .register(registry),
              counter(registry, operation, "success"),
              counter(registry, operation, "error")));
    }
  }

  private static Counter counter(MeterRegistry registry, Operation operation, String status) {
    return Counter.builder("ras.db.operations")
        .description("Operations on the database")
        .tag("operation", operation.tag())
        .tag("status", status)
        .register(registry);
  }

  public <T> T measure(Operation operation, Supplier<T> work) {
    Meters of = Objects.requireNonNull(meters.get(operation));
    try (Tracing.Span span = tracing.asking(Tracing.Server.POSTGRESQL, of.name)) {
      return measure(of, span, work);
    }
  }

  /** Ends while the span is this thread's: what is measured may be shown with its trace. */
  private static <T> T measure(Meters of, Tracing.Span span, Supplier<T> work) {
    Timer.Sample sample = Timer.start();
    Counter ended = of.errors;
    try {
      T result = work.get();
      ended = of.successes;
      return result;
    } catch (RuntimeException | Error failure) {
      span.failed(failure.getClass().getSimpleName());
      throw failure;
    } finally {
      ended.increment();
      sample.stop(of.timer);
    }
  }

  private record Meters(String name, Timer timer, Counter successes, Counter errors) {}
}
