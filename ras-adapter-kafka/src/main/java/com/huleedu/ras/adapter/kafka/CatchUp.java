package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * How long it takes until nothing waits any more, if messages come and go as in the last minute. On
 * one thread only, but for what it says.
 */
final class CatchUp {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Deque<Look> looks = new ArrayDeque<>();
  private Set<TopicPartition> partitions = Set.of();
  private volatile double seconds = Double.NaN;

  private record Look(long nanos, double messages) {}

  /** Takes what waits now. */
  void look(Map<TopicPartition, PartitionLag> lags, long nowNanos) {
    if (!lags.keySet().equals(partitions)) {
      // What another instance hands over, or takes, was neither caught up with nor fell behind.
      looks.clear();
      partitions = Set.copyOf(lags.keySet());
    }
    double messages = lags.values().stream().mapToDouble(PartitionLag::messages).sum();
    while (!looks.isEmpty() && nowNanos - looks.getFirst().nanos() > WINDOW.toNanos()) {
      looks.removeFirst();
    }
    if (Double.isNaN(messages)) {
      looks.clear();
      seconds = Double.NaN;
      return;
    }
    seconds = looks.isEmpty() ? (messages == 0 ? 0 : Double.NaN) : until(messages, nowNanos);
    looks.addLast(new Look(nowNanos, messages));
  }

  private double until(double messages, long nowNanos) {
    if (messages == 0) {
      return 0;
    }
    Look first = looks.getFirst();
    double fewer = first.messages() - messages;
    double took = (nowNanos - first.nanos()) / 1e9;
    return fewer <= 0 ? Double.POSITIVE_INFINITY : messages / (fewer / took);
  }

  /** 0 if nothing waits, infinite if it gets no less, {@code NaN} if nobody knows. */
  double seconds() {
    return seconds;
  }
}
