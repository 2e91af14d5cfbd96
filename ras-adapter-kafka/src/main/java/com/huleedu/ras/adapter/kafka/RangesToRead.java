package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.LogGapException;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far each range has been read. */
final class RangesToRead {
  private final Map<TopicPartition, Long> reached = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  RangesToRead(Map<Partition, LogRange> ranges) {
    ranges.forEach((partition, range) -> {
      TopicPartition tp = new TopicPartition(partition.topic(), partition.number());
      reached.put(tp, range.from());
      ends.put(tp, range.to());
    });
  }

  List<TopicPartition> unfinished() {
    return reached.keySet().stream().filter(this::isUnfinished).toList();
  }

  boolean isUnfinished(TopicPartition tp) {
    return reached(tp) < end(tp);
  }

  /** Those that were read, and are over. */
  List<TopicPartition> finished(Set<TopicPartition> assigned) {
    return assigned.stream().filter(tp -> reached(tp) >= end(tp)).toList();
  }

  long reached(TopicPartition tp) {
    return Objects.requireNonNull(reached.get(tp));
  }

  long end(TopicPartition tp) {
    return Objects.requireNonNull(ends.get(tp));
  }

  /** Moves on to where the consumer is, at most to the end; empty if that is where it was. */
  Optional<Advance> reach(TopicPartition tp, long position, @Nullable LastRecord last) {
    long from = reached(tp);
    long to = Math.min(position, end(tp));
    if (to <= from) {
      return Optional.empty();
    }
    reached.put(tp, to);
    return Optional.of(new Advance(new Partition(tp.topic(), tp.partition()), from, to, last));
  }

  /** Names what is gone. */
  RasException gap(
      Map<TopicPartition, Long> outOfRange,
      Function<Collection<TopicPartition>, Map<TopicPartition, Long>> beginnings,
      RuntimeException cause) {
    for (Map.Entry<TopicPartition, Long> entry : outOfRange.entrySet()) {
      TopicPartition tp = entry.getKey();
      long beginning = beginnings.apply(List.of(tp)).getOrDefault(tp, 0L);
      if (beginning > entry.getValue()) {
        return new LogGapException(
            tp.topic(), tp.partition(), entry.getValue(), beginning, "start the command again");
      }
    }
    return new UnavailableException(
        "Kafka", "the log changed while it was read; start the command again", cause);
  }
}
