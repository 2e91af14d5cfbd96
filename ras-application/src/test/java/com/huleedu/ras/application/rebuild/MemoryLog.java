package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.LogGapException;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory, with all that may happen to one, also while it is read. Who reads it for ever
 * fails.
 */
final class MemoryLog implements MessageLog {
  /** So many messages come at once. */
  static final int POLL = 10;

  private static final int ENDLESS = 5_000;

  private record Entry(Message message, LastRecord id) {}

  private static final class Contents {
    private final ConcurrentSkipListMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private String topicId;
    private long beginning;
    private long end;

    private Contents(String topicId) {
      this.topicId = topicId;
    }
  }

  /** Topics that are set and not there. */
  final Set<String> missing = new HashSet<>();

  /** Why it can't be read any further. */
  volatile @Nullable RuntimeException failure;

  private final Map<Partition, Contents> partitions = new ConcurrentSkipListMap<>();
  private final Map<Instant, Message> everWritten = new HashMap<>();
  private long written;
  private int reads;

  void publish(Partition partition, List<CompletionEvent> events) {
    events.forEach(
        event -> append(partition, raw -> new Message.Decoded(raw, World.mark(event), event)));
  }

  void publishMalformed(Partition partition) {
    append(
        partition, raw -> new Message.Malformed(raw, new DeadLetterReason("not_json", "no JSON")));
  }

  private void append(Partition partition, Function<RawMessage, Message> message) {
    Contents log = partitions.computeIfAbsent(partition, _ -> new Contents(World.TOPIC_ID));
    Instant timestamp = Instant.ofEpochMilli(++written);
    RawMessage raw = new RawMessage(partition, log.end, timestamp, null, List.of(), new byte[0]);
    LastRecord id = new LastRecord(log.end, 0, written, written);
    log.entries.put(log.end, new Entry(message.apply(raw), id));
    everWritten.put(timestamp, message.apply(raw));
    log.end++;
  }

  /** So many offsets of no message, as transactions have. */
  void leaveOut(Partition partition, int offsets) {
    of(partition).end += offsets;
  }

  /** Retention deletes what is before this offset. */
  void cutTo(Partition partition, long offset) {
    Contents log = of(partition);
    log.beginning = offset;
    log.entries.headMap(offset).clear();
  }

  /** Servers lose what is from this offset on. */
  void loseTail(Partition partition, long offset) {
    Contents log = of(partition);
    log.end = offset;
    log.entries.tailMap(offset).clear();
  }

  /** Under its name, and empty. */
  void createAgain(Partition partition, String topicId) {
    partitions.put(partition, new Contents(topicId));
  }

  /** What was written at this time, whether it is still there or not. */
  Message written(Instant timestamp) {
    return Objects.requireNonNull(everWritten.get(timestamp));
  }

  Message message(Partition partition, long offset) {
    return Objects.requireNonNull(of(partition).entries.get(offset)).message();
  }

  private Contents of(Partition partition) {
    return Objects.requireNonNull(partitions.get(partition));
  }

  @Override
  public Set<String> missing() {
    return Set.copyOf(missing);
  }

  @Override
  public List<LogPartition> partitions() {
    return partitions.entrySet().stream()
        .map(entry -> {
          Contents log = entry.getValue();
          return new LogPartition(entry.getKey(), log.topicId, log.beginning, log.end);
        })
        .toList();
  }

  /** Up to where somebody has to be who has projected all of it. */
  Position end(Partition partition) {
    Contents log = of(partition);
    Map.Entry<Long, Entry> last = log.entries.lastEntry();
    return new Position(
        partition, log.topicId, log.end, last == null ? null : last.getValue().id());
  }

  @Override
  public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader) {
    for (Map.Entry<Partition, LogRange> range : new TreeMap<>(ranges).entrySet()) {
      if (!read(range.getKey(), range.getValue(), reader)) {
        return;
      }
    }
  }

  @Override
  public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader, Duration timeout) {
    read(ranges, reader);
  }

  private boolean read(Partition partition, LogRange range, Predicate<Poll> reader) {
    Contents log = of(partition);
    if (range.from() < log.beginning) {
      throw new LogGapException(
          partition.topic(), partition.number(), range.from(), log.beginning, "says the log");
    }
    if (range.to() > log.end || ++reads > ENDLESS) {
      throw new AssertionError("reads %s of %s for ever".formatted(range, partition));
    }
    long at = range.from();
    while (at < range.to()) {
      List<Entry> entries =
          log.entries.subMap(at, range.to()).values().stream().limit(POLL).toList();
      long to = entries.size() == POLL ? entries.getLast().id().offset() + 1 : range.to();
      LastRecord last = entries.isEmpty() ? null : entries.getLast().id();
      List<Message> messages = entries.stream().map(Entry::message).toList();
      if (!reader.test(new Poll(messages, List.of(new Advance(partition, at, to, last))))) {
        return false;
      }
      at = to;
      if (failure != null) {
        throw failure;
      }
    }
    return true;
  }

  @Override
  public void close() {}
}
