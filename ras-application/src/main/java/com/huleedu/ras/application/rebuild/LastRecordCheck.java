package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether the log still is the one that a side model was projected from, when work on it goes on: a
 * log that lost its tail has other records at the same offsets (guarantees, G14).
 */
final class LastRecordCheck {
  private LastRecordCheck() {}

  /**
   * Reads the last record that was projected of each partition again.
   *
   * @throws UnavailableException naming the partition whose log is another one
   */
  static void check(MessageLog log, List<Position> reached) {
    Map<Partition, Position> positions = AuditRanges.byPartition(reached);
    Map<Partition, LastRecord> wanted = new HashMap<>();
    for (LogPartition partition : log.partitions()) {
      Position position = positions.get(partition.partition());
      LastRecord last = position == null ? null : position.last();
      // What retention has taken can't be looked at, and says nothing.
      if (position != null
          && last != null
          && position.topicId().equals(partition.topicId())
          && last.offset() >= partition.beginning()) {
        if (last.offset() >= partition.end()) {
          throw another(position.partition());
        }
        wanted.put(position.partition(), last);
      }
    }
    Map<Partition, LogRange> ranges = new HashMap<>();
    wanted.forEach(
        (partition, last) -> ranges.put(partition, new LogRange(last.offset(), last.offset() + 1)));
    log.read(
        ranges,
        poll -> {
          poll.advances().forEach(advance -> compare(advance, wanted));
          return true;
        });
  }

  private static void compare(Advance advance, Map<Partition, LastRecord> wanted) {
    LastRecord found = advance.last();
    if (found == null || !Objects.requireNonNull(wanted.get(advance.partition())).isSameAs(found)) {
      throw another(advance.partition());
    }
  }

  private static UnavailableException another(Partition partition) {
    return new UnavailableException(
        partition.toString(),
        "its log is not the one that was projected so far: it lost its tail; build the model anew"
            + " with --restart");
  }
}
