package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which part of the log a database says it has projected. */
final class AuditRanges {
  private AuditRanges() {}

  /**
   * A topic that is not there holds nothing; but for one that was there, whose messages are gone.
   *
   * @throws UnavailableException naming topics that are not there, and of which something was
   *     projected
   */
  static void requireTopics(MessageLog log, List<Position> positions) {
    Set<String> gone = new TreeSet<>();
    positions.forEach(position -> gone.add(position.partition().topic()));
    gone.retainAll(log.missing());
    if (!gone.isEmpty()) {
      throw new UnavailableException(
          "Kafka",
          "it has no topic %s any more, of which messages were projected; create it, or take it out of its setting (KAFKA_TOPIC_…)"
              .formatted(String.join(" and no topic ", gone)));
    }
  }

  /** What is projected and not yet read. */
  static Map<Partition, LogRange> projected(
      List<LogPartition> log, List<Position> positions, Map<Partition, Long> reached) {
    Map<Partition, Position> stored = byPartition(positions);
    Map<Partition, LogRange> ranges = new HashMap<>();
    for (LogPartition partition : log) {
      Position position = stored.get(partition.partition());
      if (whyUnread(partition, position).isEmpty() && position != null) {
        long from = reached.getOrDefault(partition.partition(), partition.beginning());
        long to = Math.min(position.next(), partition.end());
        if (to > from) {
          ranges.put(partition.partition(), new LogRange(from, to));
        }
      }
    }
    return ranges;
  }

  static long size(Map<Partition, LogRange> ranges) {
    return ranges.values().stream().mapToLong(LogRange::size).sum();
  }

  /** How many messages of the log are not projected. */
  static long behind(List<LogPartition> log, List<Position> positions) {
    Map<Partition, Position> stored = byPartition(positions);
    return log.stream()
        .mapToLong(partition -> {
          Position position = stored.get(partition.partition());
          long next =
              position == null || !position.topicId().equals(partition.topicId())
                  ? partition.beginning()
                  : Math.max(position.next(), partition.beginning());
          return Math.max(0, partition.end() - next);
        })
        .sum();
  }

  /** Why partitions can't be audited. */
  static List<String> unread(List<LogPartition> log, List<Position> positions) {
    Map<Partition, Position> stored = byPartition(positions);
    List<String> reasons = new ArrayList<>();
    for (LogPartition partition : log) {
      whyUnread(partition, stored.get(partition.partition())).ifPresent(reasons::add);
    }
    return reasons;
  }

  private static Optional<String> whyUnread(LogPartition log, @Nullable Position position) {
    if (position == null) {
      return log.end() == log.beginning()
          ? Optional.empty()
          : Optional.of(log.partition() + ": the database has no position, so nothing of it");
    }
    if (!position.topicId().equals(log.topicId())) {
      return Optional.of(
          log.partition() + ": the topic was created again, and the service has not noticed yet");
    }
    if (position.next() > log.end()) {
      return Optional.of(
          "%s: the log ends at %s, the database is at %s"
              .formatted(log.partition(), log.end(), position.next()));
    }
    if (position.next() < log.beginning()) {
      return Optional.of(
          "%s: messages %s to %s were deleted by Kafka's retention before they were projected"
              .formatted(log.partition(), position.next(), log.beginning() - 1));
    }
    return Optional.empty();
  }

  static Map<Partition, Position> byPartition(List<Position> positions) {
    return positions.stream().collect(Collectors.toMap(Position::partition, Function.identity()));
  }
}
