package com.huleedu.ras.adapter.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times every request, whatever became of it (contract, "Metrics"). The series that
 * clients make in daily use exist from the start, since a rate can't be taken of a series that
 * begins with its first error.
 */
final class RequestMetrics {
  private static final List<Integer> USUAL = List.of(200, 304, 400, 401, 404, 405, 500, 503);
  private static final Duration[] BUCKETS =
      List.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

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
    for (Endpoint endpoint : List.of(Endpoint.GET_BATCH_STATUS, Endpoint.GET_USER_BATCHES)) {
      USUAL.forEach(status -> requests(endpoint, "GET", status));
      for (ErrorType error : ErrorType.values()) {
        errors(endpoint, error);
      }
      durations(endpoint, "GET");
    }
  }

  void record(
      Endpoint endpoint, String method, int status, @Nullable ErrorType error, Duration took) {
    requests(endpoint, method, status).increment();
    durations(endpoint, method).record(took);
    if (error != null) {
      errors(endpoint, error).increment();
    }
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
