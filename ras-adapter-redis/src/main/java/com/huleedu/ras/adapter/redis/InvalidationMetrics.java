package com.huleedu.ras.adapter.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts attempts to invalidate; there from the start, so that a rate is never missing. */
final class InvalidationMetrics {
  private final Counter done;
  private final Counter failed;

  InvalidationMetrics(MeterRegistry registry) {
    this.done = counter("done", registry);
    this.failed = counter("failed", registry);
  }

  private static Counter counter(String outcome, MeterRegistry registry) {
    return Counter.builder("ras.invalidations")
        .description("Attempts to take answers out of the cache; those that failed are repeated")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** Throws what the attempt throws. */
  void count(Runnable attempt) {
    boolean succeeded = false;
    try {
      attempt.run();
      succeeded = true;
    } finally {
      (succeeded ? done : failed).increment();
    }
  }
}
