package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next poll of the domain from what Kafka returns, be it at once or bit by bit while the
 * one before is projected. On the consumer's thread only.
 */
final class PollReader {
  private final MessageDecoder decoder;
  private final Assignment assignment;
  private final Map<TopicPartition, Part> parts = new LinkedHashMap<>();

  /**
   * A poll.
   *
   * @param next for each partition in it, the offset after it
   */
  record Read(Poll poll, Map<TopicPartition, OffsetAndMetadata> next) {
    static final Read NOTHING = new Read(new Poll(List.of(), List.of()), Map.of());
  }

  /** What was read of one partition. */
  private static final class Part {
    private final long run;
    private final long from;
    private final List<Message> messages = new ArrayList<>();
    private OffsetAndMetadata to;
    private @Nullable LastRecord last;

    Part(long run, OffsetAndMetadata from) {
      this.run = run;
      this.from = from.offset();
      this.to = from;
    }

    Advance advance(TopicPartition of) {
      return new Advance(new Partition(of.topic(), of.partition()), from, to.offset(), last);
    }
  }

  PollReader(MessageDecoder decoder, Assignment assignment) {
    this.decoder = decoder;
    this.assignment = assignment;
  }

  /** Whether this partition is one to be read. */
  boolean reads(TopicPartition partition) {
    return assignment.running(partition) != null;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Adds what running partitions returned, decoded, up to where it goes on: behind the last message
   * and behind what is none, as the markers of transactions.
   *
   * @param underWay for each partition of a poll that is being projected, the offset after it
   */
  void add(
      ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, OffsetAndMetadata> underWay) {
    records
        .nextOffsets()
        .forEach((partition, to) -> {
          Part part = part(partition, underWay);
          if (part != null && to.offset() > part.to.offset()) {
            List<ConsumerRecord<byte[], byte[]>> messages = records.records(partition);
            messages.forEach(message -> part.messages.add(decoder.decode(raw(message))));
            if (!messages.isEmpty()) {
              part.last = LastRecords.of(messages.getLast());
            }
            part.to = to;
            parts.put(partition, part);
          }
        });
  }

  private @Nullable Part part(
      TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> underWay) {
    Assignment.Running running = assignment.running(partition);
    if (running == null) {
      return null;
    }
    Part begun = parts.get(partition);
    return begun != null && begun.run == running.run()
        ? begun
        : new Part(running.run(), underWay.getOrDefault(partition, running.reached()));
  }

  /**
   * The poll as far as it has come; the next one begins. What was read of a partition is left out
   * if it was taken away meanwhile, or had to be asked about: its log may be another one.
   */
  Read take() {
    List<Message> messages = new ArrayList<>();
    List<Advance> advances = new ArrayList<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    parts.forEach((partition, part) -> {
      Assignment.Running running = assignment.running(partition);
      if (running != null && running.run() == part.run) {
        messages.addAll(part.messages);
        advances.add(part.advance(partition));
        next.put(partition, part.to);
      }
    });
    parts.clear();
    return new Read(new Poll(messages, advances), next);
  }

  /** A record as a message of the domain, undecoded. */
  static RawMessage raw(ConsumerRecord<byte[], byte[]> message) {
    List<RawMessage.Header> headers = new ArrayList<>();
    for (Header header : message.headers()) {
      headers.add(new RawMessage.Header(header.key(), header.value()));
    }
    return new RawMessage(
        new Partition(message.topic(), message.partition()),
        message.offset(),
        Instant.ofEpochMilli(Math.max(0, message.timestamp())),
        message.key(),
        headers,
        message.value());
  }
}
