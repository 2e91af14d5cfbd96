package com.huleedu.ras.adapter.redis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import java.time.Duration;

/**
 * Keeps commands from a server that does not answer in time, without asking it. Never throws. Safe
 * for use by many threads, one of which may {@link #reset} it at any moment.
 */
final class Breaker {
  private final CircuitBreaker breaker;

  Breaker(String name, CircuitBreakerConfig settings) {
    this.breaker = CircuitBreaker.of(name, settings);
  }

  /**
   * When it opens, and lets somebody try again.
   *
   * @param patience for how long nobody is let pass, before one may try
   */
  static CircuitBreakerConfig.Builder settings(Duration patience) {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(10)
        .minimumNumberOfCalls(4)
        .failureRateThreshold(50)
        .waitDurationInOpenState(patience)
        .permittedNumberOfCallsInHalfOpenState(1);
  }

  /** Whether a command may be sent; what becomes of it is to be told. */
  boolean admits() {
    try {
      return breaker.tryAcquirePermission();
    } catch (IllegalStateTransitionException reset) {
      // It was to let one try, and meanwhile has been made to trust again: so it is closed now.
      return breaker.tryAcquirePermission();
    }
  }

  /** When a command begins, in its own measure of time. */
  long now() {
    return breaker.getCurrentTimestamp();
  }

  void succeeded(long start) {
    breaker.onSuccess(now() - start, breaker.getTimestampUnit());
  }

  void failed(long start, Throwable failure) {
    breaker.onError(now() - start, breaker.getTimestampUnit(), failure);
  }

  /** Nothing was sent after all. */
  void unused() {
    breaker.releasePermission();
  }

  /** A new connection deserves trust at once, not when the waiting time is over. */
  void reset() {
    breaker.reset();
  }

  boolean isOpen() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }
}
