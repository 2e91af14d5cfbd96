package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a log still is the one that was projected (guarantees, G14): whether the last
 * projected record still lies where it lay. On the consumer's thread only.
 *
 * <p>Kafka's own check asks for the end of the leader epoch, and finds where a log parts after an
 * unclean election. It says nothing where a whole disk was put back, since epochs then repeat; so
 * the record itself is read, too.
 */
final class RecordCheck {
  private static final Logger LOG = LoggerFactory.getLogger(RecordCheck.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> reader;

  /**
   * @param reader one without a group, for this object alone
   */
  RecordCheck(Consumer<byte[], byte[]> reader) {
    this.reader = reader;
  }

  /**
   * Where logs part from what was projected; those that don't are left out.
   *
   * @param within how long Kafka may take
   * @throws UnavailableException if Kafka does not show the records in that time
   */
  Map<TopicPartition, Long> parted(Map<TopicPartition, Position> projected, Duration within) {
    if (projected.isEmpty()) {
      return Map.of();
    }
    // After the positions were read: a log that grows meanwhile must not seem the shorter one.
    Pass pass =
        new Pass(
            reader.beginningOffsets(projected.keySet(), within),
            reader.endOffsets(projected.keySet(), within));
    projected.forEach(pass::add);
    pass.read(within);
    pass.parted.forEach((partition, offset) ->
        LOG.warn(
            "The log of {} is not the one that was projected up to {}: it lost its tail, and"
                + " is read again from {}",
            partition,
            Objects.requireNonNull(projected.get(partition)).next(),
            offset));
    return pass.parted;
  }

  /** One look at some partitions. */
  private final class Pass {
    private final Map<TopicPartition, Long> beginnings;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Position> left = new HashMap<>();
    private final Map<TopicPartition, Long> parted = new HashMap<>();

    Pass(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
      this.beginnings = beginnings;
      this.ends = ends;
    }

    private long beginning(TopicPartition partition) {
      return beginnings.getOrDefault(partition, 0L);
    }

    private long end(TopicPartition partition) {
      return ends.getOrDefault(partition, 0L);
    }

    void add(TopicPartition partition, Position position) {
      LastRecord last = position.last();
      if (last != null && last.offset() >= beginning(partition)) {
        left.put(partition, position);
      } else if (position.next() > end(partition)) {
        parted.put(partition, beginning(partition));
      }
    }

    void read(Duration within) {
      long started = System.nanoTime();
      seek();
      while (!left.isEmpty()) {
        try {
          compare(reader.poll(POLL));
        } catch (LogTruncationException truncated) {
          truncated
              .offsetOutOfRangePartitions()
              .keySet()
              .forEach(tp -> ended(tp, goOn(tp, truncated.divergentOffsets().get(tp))));
          seek();
        } catch (OffsetOutOfRangeException gone) {
          gone.offsetOutOfRangePartitions().keySet().forEach(this::outOfRange);
          seek();
        }
        if (!left.isEmpty() && System.nanoTime() - started > within.toNanos()) {
          throw new UnavailableException(
              "Kafka", "it does not show the last projected records of " + left.keySet());
        }
      }
    }

    private void seek() {
      // A partition that stays assigned stays paused, and what was fetched of it stays, too.
      reader.unsubscribe();
      reader.assign(left.keySet());
      left.forEach((partition, position) -> {
        LastRecord last = last(position);
        reader.seek(
            partition,
            new OffsetAndMetadata(last.offset(), Optional.ofNullable(last.leaderEpoch()), ""));
      });
    }

    private void compare(ConsumerRecords<byte[], byte[]> records) {
      for (TopicPartition partition : records.partitions()) {
        Position position = left.get(partition);
        if (position != null) {
          ConsumerRecord<byte[], byte[]> found = records.records(partition).getFirst();
          if (LastRecords.of(found).isSameAs(last(position))) {
            ended(partition, behind(partition, position));
          } else {
            ended(partition, beginning(partition));
          }
          reader.pause(List.of(partition));
        }
      }
    }

    /** The last record is there; behind it there may be less than there was. */
    private @Nullable Long behind(TopicPartition partition, Position position) {
      return position.next() > end(partition) ? last(position).offset() + 1 : null;
    }

    /**
     * Where Kafka says that the logs part, if more follows there: then it is of later leaders. Else
     * what lies below may be new, too, under epochs that repeat.
     */
    private long goOn(TopicPartition partition, @Nullable OffsetAndMetadata divergent) {
      return divergent != null && divergent.offset() < end(partition)
          ? Math.max(beginning(partition), divergent.offset())
          : beginning(partition);
    }

    /** Beyond the end, or taken by retention a moment ago, which says nothing. */
    private void outOfRange(TopicPartition partition) {
      Position position = left.get(partition);
      if (position != null && last(position).offset() >= end(partition)) {
        ended(partition, beginning(partition));
      } else {
        ended(partition, null);
      }
    }

    private void ended(TopicPartition partition, @Nullable Long partedAt) {
      left.remove(partition);
      if (partedAt != null) {
        parted.put(partition, partedAt);
      }
    }

    private static LastRecord last(Position position) {
      return Objects.requireNonNull(position.last());
    }
  }
}
