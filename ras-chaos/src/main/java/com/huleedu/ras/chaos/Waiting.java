package com.huleedu.ras.chaos;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what has to become true, and lets time pass where time is the fault. */
final class Waiting {
  private static final Duration STEP = Duration.ofMillis(25);

  private Waiting() {}

  /** Whether it became true in time. */
  static boolean until(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    return true;
  }

  /** Waits for what the experiment can't go on without. */
  static void demand(String what, Duration limit, BooleanSupplier condition) {
    if (!until(limit, condition)) {
      throw new ExperimentFailedException("waited %s in vain until %s".formatted(limit, what));
    }
  }

  /** Waits for what has to happen within a time. */
  static void demand(String what, Duration limit, Future<?> event) {
    demand(what, limit, event::isDone);
    join(event);
  }

  /** Waits until a task has ended, and fails as it failed. */
  static void join(Future<?> task) {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ExperimentFailedException failed
          ? failed
          : new ExperimentFailedException("the experiment broke", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExperimentFailedException("interrupted", e);
    }
  }

  /** The length of a fault. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
