package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.BoundedPolls.Bounds;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What comes in from Kafka, up to the poll that is made of it. While one is projected the next is
 * read already: the longer that takes, the more is in it, and the less its rows are written.
 *
 * <p>On the thread of its consumer only.
 */
final class Incoming {
  private final BoundedPolls polls;
  private final PollReader reader;
  private final LostConnections connections;
  private final ConsumerHealth health;
  private boolean connectionLost;

  Incoming(
      Consumer<byte[], byte[]> consumer, Bounds bounds, PollReader reader, ConsumerHealth health) {
    this.polls = new BoundedPolls(consumer, bounds, reader::reads);
    this.reader = reader;
    this.connections = new LostConnections(consumer.metrics());
    this.health = health;
  }

  /** Waits for messages, unless some are there. Throws whatever Kafka's client throws. */
  void await(Duration timeout) {
    if (reader.isEmpty() && !connectionLost) {
      add(polls.poll(timeout), Map.of());
    }
  }

  /**
   * Takes what has come meanwhile, as far as there is room. Throws whatever Kafka's client throws.
   *
   * @param underWay for each partition of the poll that is being projected, the offset after it
   */
  void readAhead(Map<TopicPartition, OffsetAndMetadata> underWay) {
    if (connectionLost) {
      return;
    }
    if (reader.isEmpty()) {
      add(polls.poll(Duration.ZERO), underWay);
    } else if (!polls.isFull()) {
      add(polls.more(), underWay);
    }
  }

  private void add(
      ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, OffsetAndMetadata> underWay) {
    health.polled();
    connectionLost |= connections.anySinceLastAsked();
    try {
      reader.add(records, underWay);
    } catch (RuntimeException unread) {
      // Whatever it is, these records would be passed over by one that is taken for a server's.
      throw new IllegalStateException("messages could not be read: " + unread, unread);
    }
  }

  /**
   * The poll as far as it has come; nothing while it is not known whose messages these are, and
   * nothing of partitions that were taken away, or had to be asked about, since.
   */
  PollReader.Read take() {
    return connectionLost ? PollReader.Read.NOTHING : reader.take();
  }

  /**
   * Whether a connection was lost since this was asked: whoever it is to now may have another log,
   * and nothing was taken that came since. It has to be asked for again.
   */
  boolean takeConnectionLost() {
    boolean lost = connectionLost;
    connectionLost = false;
    return lost;
  }
}
