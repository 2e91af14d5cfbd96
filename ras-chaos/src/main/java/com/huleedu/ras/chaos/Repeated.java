package com.huleedu.ras.chaos;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Something that is done again and again, on a thread of its own, until it is closed. */
final class Repeated implements AutoCloseable {
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("repeated").factory());

  private Repeated() {}

  /**
   * Begins.
   *
   * @param work ends the repetition if it throws
   */
  static Repeated every(Duration pause, Runnable work) {
    Repeated repeated = new Repeated();
    var _ =
        repeated.thread.scheduleWithFixedDelay(work, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return repeated;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
        throw new ExperimentFailedException("what was repeated does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
