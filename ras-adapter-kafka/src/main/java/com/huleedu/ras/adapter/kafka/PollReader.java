package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.in.Message;
import com.huleedu.ras.domain.port.in.Poll;
import com.huleedu.ras.domain.port.out.Advance;
import com.huleedu.ras.domain.port.out.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Makes a poll of the domain from what Kafka returned. */
final class PollReader {
  private final MessageDecoder decoder;
  private final Assignment assignment;

  PollReader(MessageDecoder decoder, Assignment assignment) {
    this.decoder = decoder;
    this.assignment = assignment;
  }

  /** For each partition of the records that is running, the offset after them. */
  Map<TopicPartition, Long> next(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Long> next = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      if (assignment.isRunning(partition)) {
        next.put(partition, records.records(partition).getLast().offset() + 1);
      }
    }
    return next;
  }

  Poll read(ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Long> next) {
    List<Message> messages = new ArrayList<>(records.count());
    List<Advance> advances = new ArrayList<>(next.size());
    next.forEach((partition, to) -> {
      advances.add(
          new Advance(
              new Partition(partition.topic(), partition.partition()),
              assignment.reached(partition),
              to));
      for (ConsumerRecord<byte[], byte[]> message : records.records(partition)) {
        messages.add(decoder.decode(message));
      }
    });
    return new Poll(messages, advances);
  }
}
