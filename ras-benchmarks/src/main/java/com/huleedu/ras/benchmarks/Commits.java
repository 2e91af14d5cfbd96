package com.huleedu.ras.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When the messages were committed that are waited for. */
final class Commits {
  private final Map<String, Long> times = new LinkedHashMap<>();
  private @Nullable String failure;

  /** A message is in the database now. */
  synchronized void committed(String message) {
    times.put(message, System.nanoTime());
    notifyAll();
  }

  /** No message will be committed any more. */
  synchronized void fail(String why) {
    failure = why;
    notifyAll();
  }

  /** When the message that has this text was committed, by {@link System#nanoTime}. */
  synchronized long await(String text, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      for (Map.Entry<String, Long> one : times.entrySet()) {
        if (one.getKey().contains(text)) {
          times.remove(one.getKey());
          return one.getValue();
        }
      }
      if (failure != null) {
        throw new MeasurementFailedException("the bare consumer failed: " + failure);
      }
      if (System.nanoTime() > deadline) {
        throw new MeasurementFailedException("an event never came to the bare consumer");
      }
      wait(100);
    }
  }
}
