package com.huleedu.ras.adapter.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times every request, whatever became of it (contract, "Metrics"). The {@link
 * UsualSeries} of all endpoints exist from the start.
 */
final class RequestMetrics {
  private static final Duration[] BUCKETS =
      List.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  // Looked up once: to find a meter by its tags costs more than to count.
  private final Map<Series, Meters> ofSeries = new ConcurrentHashMap<>();
  private final Map<Problem, Counter> ofProblem = new ConcurrentHashMap<>();
  private final MeterProvider<Counter> requests;
  private final MeterProvider<Counter> errors;
  private final MeterProvider<Timer> durations;

  RequestMetrics(MeterRegistry registry) {
    requests =
        Counter.builder("ras.api.requests")
            .description("Requests by the status of their answer; 499: it could not be sent")
            .withRegistry(registry);
    errors =
        Counter.builder("ras.api.errors")
            .description("Requests answered with a problem")
            .withRegistry(registry);
    durations =
        Timer.builder("ras.api.request.duration")
            .description("From the request's headers to the answer's last byte")
            .serviceLevelObjectives(BUCKETS)
            .withRegistry(registry);
    for (Endpoint endpoint : Endpoint.values()) {
      begin(endpoint);
    }
  }

  private void begin(Endpoint endpoint) {
    UsualSeries.statuses(endpoint)
        .forEach((method, usual) -> usual.forEach(status -> requests(endpoint, method, status)));
    UsualSeries.errors(endpoint).forEach(error -> errors(endpoint, error));
    durations(endpoint, UsualSeries.method(endpoint));
  }

  void record(
      Endpoint endpoint, String method, int status, @Nullable ErrorType error, Duration took) {
    Series series = new Series(endpoint, method, status);
    Meters meters = ofSeries.get(series);
    if (meters == null) {
      meters = ofSeries.computeIfAbsent(series, this::meters);
    }
    meters.requests().increment();
    meters.durations().record(took);
    if (error != null) {
      ofProblem
          .computeIfAbsent(new Problem(endpoint, error), of -> errors(of.endpoint(), of.error()))
          .increment();
    }
  }

  private record Problem(Endpoint endpoint, ErrorType error) {}

  private record Series(Endpoint endpoint, String method, int status) {}

  private record Meters(Counter requests, Timer durations) {}

  private Meters meters(Series of) {
    return new Meters(
        requests(of.endpoint(), of.method(), of.status()), durations(of.endpoint(), of.method()));
  }

  private Counter requests(Endpoint endpoint, String method, int status) {
    return requests.withTags(
        "endpoint", endpoint.tag(), "method", method, "status_code", Integer.toString(status));
  }

  private Timer durations(Endpoint endpoint, String method) {
    return durations.withTags("endpoint", endpoint.tag(), "method", method);
  }

  private Counter errors(Endpoint endpoint, ErrorType error) {
    return errors.withTags("endpoint", endpoint.tag(), "error_type", error.tag());
  }
}
