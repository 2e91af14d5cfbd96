package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Polls that fit into memory. Kafka's client bounds a poll by the number of its records alone, and
 * what was compressed takes a thousand times its size once it is read. So the client gives one
 * record at a time, and here they are gathered until there are enough of them, or of their bytes.
 *
 * <p>On the thread of its consumer only.
 */
final class BoundedPolls {
  /**
   * 8 MiB: some 9,000 messages of the usual size. Of two polls at the same time, one projected and
   * one read ahead, each takes several times its bytes, and that fits into the heap of a small
   * instance.
   */
  static final int MAX_BYTES = 8 << 20;

  private static final int FEW = 10;

  /**
   * Of a small poll the client gives one record at a time. {@link TimeAlignment} can stop a
   * partition only between two answers of the client; where partitions are less abreast, the polls
   * of several instances have more batches in common, and wait for each other's transactions.
   */
  private static final int SHARE = 200;

  private final Consumer<byte[], byte[]> consumer;
  private final Bounds bounds;
  private final TimeAlignment alignment;
  private @Nullable RuntimeException held;
  private int count;
  private long bytes;

  /**
   * What a poll has at most: so many records, and so many bytes and what the client gives at once.
   *
   * @param atOnce records that the client gives at a time
   */
  record Bounds(int records, long bytes, int atOnce) {
    static Bounds ofRecords(int most) {
      return new Bounds(most, MAX_BYTES, Math.clamp(most / SHARE, 1, FEW));
    }
  }

  /**
   * @param consumer one whose own polls bring {@link Bounds#atOnce} records at most
   * @param mayGoOn whether a partition is still the consumer's, and nobody else has paused it
   */
  BoundedPolls(
      Consumer<byte[], byte[]> consumer, Bounds bounds, Predicate<TopicPartition> mayGoOn) {
    this.consumer = consumer;
    this.bounds = bounds;
    this.alignment = new TimeAlignment(consumer, mayGoOn);
  }

  /**
   * What has been fetched, in its order, within the bounds. Throws whatever {@link Consumer#poll}
   * throws.
   *
   * @param timeout for the first record; what has not arrived by then is left to the next poll
   */
  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    count = 0;
    bytes = 0;
    return gather(timeout);
  }

  /** What has arrived since the last poll, as far as there is room left beside what it returned. */
  ConsumerRecords<byte[], byte[]> more() {
    return gather(Duration.ZERO);
  }

  /** Whether there is no room left for more. */
  boolean isFull() {
    return count > bounds.records - bounds.atOnce || bytes >= bounds.bytes;
  }

  private ConsumerRecords<byte[], byte[]> gather(Duration timeout) {
    throwHeld();
    Gathered gathered = new Gathered();
    // Who is ahead does not wait for others that have nothing.
    ConsumerRecords<byte[], byte[]> next =
        consumer.poll(alignment.isAnyAhead() ? Duration.ZERO : timeout);
    gathered.add(next);
    while (!isFull() && held == null && (!next.isEmpty() || alignment.moveOn())) {
      next = further();
      gathered.add(next);
    }
    return new ConsumerRecords<>(gathered.records, gathered.nextOffsets);
  }

  /** What is gathered counts as consumed, so that an exception now would pass it over. */
  private ConsumerRecords<byte[], byte[]> further() {
    try {
      return consumer.poll(Duration.ZERO);
    } catch (RuntimeException failure) {
      held = failure;
      return ConsumerRecords.empty();
    }
  }

  private void throwHeld() {
    RuntimeException failure = held;
    held = null;
    if (failure != null) {
      throw failure;
    }
  }

  /** What one call returns, as far as it has come. */
  private final class Gathered {
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records =
        new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();

    void add(ConsumerRecords<byte[], byte[]> next) {
      for (ConsumerRecord<byte[], byte[]> record : next) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        records.computeIfAbsent(partition, _ -> new ArrayList<>()).add(record);
        alignment.read(partition, record.timestamp());
        count++;
        bytes += size(record);
      }
      nextOffsets.putAll(next.nextOffsets());
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
      long size = length(record.key()) + length(record.value());
      for (Header header : record.headers()) {
        // Asking for both also copies them, and lets go of the whole record that they are part of.
        size += header.key().length() + length(header.value());
      }
      return size;
    }

    private static long length(byte @Nullable [] bytes) {
      return bytes == null ? 0 : bytes.length;
    }
  }
}
