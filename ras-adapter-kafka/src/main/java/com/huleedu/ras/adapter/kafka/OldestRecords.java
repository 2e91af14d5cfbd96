package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the oldest messages that wait were written: read from the log itself, by a consumer of its
 * own, that is there only while something waits. On one thread only.
 */
final class OldestRecords implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OldestRecords.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Supplier<Consumer<byte[], byte[]>> readers;
  private final Duration within;
  private final Map<TopicPartition, Known> known = new HashMap<>();
  private @Nullable Consumer<byte[], byte[]> reader;

  private record Known(long from, PartitionLag lag) {}

  /**
   * @param readers makes a consumer without a group, for this object alone
   * @param within how long Kafka may take for one look
   */
  OldestRecords(Supplier<Consumer<byte[], byte[]>> readers, Duration within) {
    this.readers = readers;
    this.within = within;
  }

  /**
   * What waits in each partition.
   *
   * @param from where it begins; partitions that are not there are unknown
   */
  Map<TopicPartition, PartitionLag> look(
      Set<TopicPartition> partitions, Map<TopicPartition, Long> from, LogExtent extent) {
    Map<TopicPartition, PartitionLag> lags = new HashMap<>();
    Map<TopicPartition, Long> asked = new HashMap<>();
    known.keySet().retainAll(from.keySet());
    for (TopicPartition partition : partitions) {
      Long begin = from.get(partition);
      double messages = extent.messages(partition, begin);
      Known before = known.get(partition);
      if (begin == null) {
        lags.put(partition, PartitionLag.UNKNOWN);
      } else if (messages == 0) {
        lags.put(partition, PartitionLag.NOTHING);
      } else {
        Instant oldest = before != null && before.from() == begin ? before.lag().oldest() : null;
        lags.put(partition, new PartitionLag(messages, oldest));
        if (oldest == null) {
          asked.put(partition, begin);
        }
      }
    }
    if (!asked.isEmpty()) {
      read(asked, extent, lags);
    } else if (known.isEmpty()) {
      close(); // nothing waits
    }
    return lags;
  }

  private void read(
      Map<TopicPartition, Long> from, LogExtent extent, Map<TopicPartition, PartitionLag> lags) {
    try {
      Consumer<byte[], byte[]> open = reader;
      if (open == null) {
        open = readers.get();
        reader = open;
      }
      read(open, from, extent, lags);
    } catch (RuntimeException away) {
      LOG.debug("How old the oldest messages are is unknown: {}", away.getMessage());
      close(); // the next one has new connections, with the certificates of then
    }
  }

  private void read(
      Consumer<byte[], byte[]> open,
      Map<TopicPartition, Long> from,
      LogExtent extent,
      Map<TopicPartition, PartitionLag> lags) {
    long started = System.nanoTime();
    Set<TopicPartition> left = new HashSet<>(from.keySet());
    open.unsubscribe(); // one that stays assigned stays paused
    open.assign(left);
    from.forEach(open::seek);
    while (!left.isEmpty() && System.nanoTime() - started < within.toNanos()) {
      ConsumerRecords<byte[], byte[]> records = open.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        long millis = records.records(partition).getFirst().timestamp();
        if (millis >= 0 && left.remove(partition)) {
          remember(partition, from, Instant.ofEpochMilli(millis), lags);
          open.pause(List.of(partition));
        }
      }
      // The marks of transactions, and what was taken back, are shown to nobody.
      left.removeIf(partition -> isAtEnd(open, partition, extent, lags));
    }
  }

  private static boolean isAtEnd(
      Consumer<byte[], byte[]> open,
      TopicPartition partition,
      LogExtent extent,
      Map<TopicPartition, PartitionLag> lags) {
    long end = extent.readable().getOrDefault(partition, Long.MAX_VALUE);
    try {
      boolean passed = open.position(partition, POLL) >= end;
      if (passed) {
        lags.put(partition, PartitionLag.NOTHING);
      }
      return passed;
    } catch (TimeoutException slow) {
      return false; // its leader has not said yet; there is time left for the whole look
    }
  }

  private void remember(
      TopicPartition partition,
      Map<TopicPartition, Long> from,
      Instant oldest,
      Map<TopicPartition, PartitionLag> lags) {
    PartitionLag counted = Objects.requireNonNull(lags.get(partition));
    PartitionLag lag = new PartitionLag(counted.messages(), oldest);
    lags.put(partition, lag);
    known.put(partition, new Known(Objects.requireNonNull(from.get(partition)), lag));
  }

  /** Ends its connection; another one is made when something waits again. */
  @Override
  public void close() {
    Consumer<byte[], byte[]> open = reader;
    reader = null;
    if (open != null) {
      try {
        open.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      } catch (RuntimeException broken) {
        LOG.debug("The reader of the oldest messages did not close cleanly", broken);
      }
    }
  }
}
