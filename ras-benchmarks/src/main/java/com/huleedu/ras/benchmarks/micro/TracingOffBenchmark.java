package com.huleedu.ras.benchmarks.micro;

import com.huleedu.ras.domain.port.Tracing;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a request and its query tell of themselves, where nobody collects traces. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TracingOffBenchmark {
  private final Tracing tracing = Tracing.OFF;
  private final Map<String, String> request = Map.of();

  @Benchmark
  public Tracing.Span requestWithQuery() {
    try (Tracing.Span span = tracing.serving("GET", "/x", request, Map::get)) {
      try (Tracing.Span asked = tracing.asking(Tracing.Server.POSTGRESQL, "get_batch")) {
        span.answered(200);
        return asked;
      }
    }
  }
}
