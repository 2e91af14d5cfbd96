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
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes a poll of the domain from what Kafka returned. */
final class PollReader {
  private final MessageDecoder decoder;
  private final Assignment assignment;

  PollReader(MessageDecoder decoder, Assignment assignment) {
    this.decoder = decoder;
    this.assignment = assignment;
  }

  /**
   * For each running partition that moved, the offset after what was read: behind the last message
   * and behind what is none, as the markers of transactions.
   */
  Map<TopicPartition, OffsetAndMetadata> next(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    records
        .nextOffsets()
        .forEach((partition, offset) -> {
          if (assignment.isRunning(partition) && offset.offset() > assignment.reached(partition)) {
            next.put(partition, offset);
          }
        });
    return next;
  }

  Poll read(ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, OffsetAndMetadata> next) {
    List<Message> messages = new ArrayList<>(records.count());
    List<Advance> advances = new ArrayList<>(next.size());
    next.forEach((partition, to) -> {
      advances.add(
          new Advance(
              new Partition(partition.topic(), partition.partition()),
              assignment.reached(partition),
              to.offset(),
              last(records.records(partition))));
      for (ConsumerRecord<byte[], byte[]> message : records.records(partition)) {
        messages.add(decoder.decode(raw(message)));
      }
    });
    return new Poll(messages, advances);
  }

  private static @Nullable LastRecord last(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.isEmpty() ? null : LastRecords.of(records.getLast());
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
