package com.huleedu.ras.application;

import com.huleedu.ras.domain.UnavailableException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again, with growing pauses and jitter, for as long as a server is unavailable; any other
 * failure passes through at once, and so does the last failure when the thread is interrupted.
 */
public final class Backoff {
  private static final Logger LOG = LoggerFactory.getLogger(Backoff.class);
  private static final double GROWTH = 2.0;
  private static final double JITTER = 0.5;

  private final IntervalFunction pauses;

  /**
   * @param first the pause after the first failure, on average
   * @param longest no pause is longer, but for the jitter
   */
  public Backoff(Duration first, Duration longest) {
    this.pauses = IntervalFunction.ofExponentialRandomBackoff(first, GROWTH, JITTER, longest);
  }

  public <T> T call(String what, Supplier<T> work) {
    return callWhile(() -> true, what, work);
  }

  /** Gives up, with the last failure, as soon as {@code worthwhile} says no. */
  public <T> T callWhile(BooleanSupplier worthwhile, String what, Supplier<T> work) {
    RetryConfig config =
        RetryConfig.custom()
            .maxAttempts(Integer.MAX_VALUE)
            .intervalFunction(pauses)
            .retryOnException(
                failure -> failure instanceof UnavailableException && worthwhile.getAsBoolean())
            .build();
    Retry retry = Retry.of(what, config);
    retry
        .getEventPublisher()
        .onRetry(event ->
            LOG.warn(
                "Will try again to {} in {} ms (attempt {} failed): {}",
                what,
                event.getWaitInterval().toMillis(),
                event.getNumberOfRetryAttempts(),
                messageOf(event.getLastThrowable())))
        .onSuccess(event ->
            LOG.info("Managed to {} after {} tries", what, event.getNumberOfRetryAttempts()));
    return retry.executeSupplier(work);
  }

  private static String messageOf(@Nullable Throwable failure) {
    return failure == null ? "unknown" : String.valueOf(failure.getMessage());
  }
}
