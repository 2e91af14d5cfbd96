package com.huleedu.ras.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** For how long each partition stood still at most while it was watched, by its position. */
final class Pauses implements Runnable {
  private static final Duration STEP = Duration.ofMillis(10);

  private final Observer observer;
  private final Map<TopicPartition, Long> position = new HashMap<>();
  private final Map<TopicPartition, Long> moved = new HashMap<>();
  private final Map<TopicPartition, Long> longest = new HashMap<>();
  private volatile boolean stopped;

  Pauses(Observer observer) {
    this.observer = observer;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped) {
      long now = System.nanoTime() / 1_000_000;
      observer.positions().forEach((partition, next) -> look(partition, next, now));
      Waiting.pause(STEP);
    }
  }

  private void look(TopicPartition partition, long next, long now) {
    if (next == position.getOrDefault(partition, -1L)) {
      return;
    }
    Long last = moved.put(partition, now);
    if (last != null) {
      longest.merge(partition, now - last, Math::max);
    }
    position.put(partition, next);
  }

  /** In milliseconds. */
  Map<TopicPartition, Long> longest() {
    return Map.copyOf(longest);
  }
}
