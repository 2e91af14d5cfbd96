package com.huleedu.ras.demo;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.embedded.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Reads what arrives in topics after it was made. */
final class TopicReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;

  private TopicReader(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  static TopicReader atEnd(KafkaBroker kafka, List<String> topics) {
    var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    // Of the two topics of outcomes the older: their names are one in metrics of Kafka's client,
    // which throws where it meets the second.
    String newer = Topics.DEFAULT.of(EventKind.PHASE_OUTCOME).getLast();
    List<TopicPartition> partitions =
        topics.stream()
            .filter(topic -> !topic.equals(newer))
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seeking is lazy
    return new TopicReader(consumer);
  }

  /** Waits for that many records, and fails if there are more. */
  List<ConsumerRecord<byte[], byte[]>> read(int count) {
    List<ConsumerRecord<byte[], byte[]>> records = readUntil(all -> all.size() >= count);
    if (records.size() > count || hasMore()) {
      throw new AssertionError("more than " + count + " records");
    }
    return records;
  }

  List<ConsumerRecord<byte[], byte[]>> readUntil(
      Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          consumer.poll(Duration.ofMillis(100)).forEach(records::add);
          return enough.test(records);
        });
    return records;
  }

  /** Whether something lies behind what was read. */
  boolean hasMore() {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .anyMatch(end -> end.getValue() > consumer.position(end.getKey()));
  }

  /** A record as a consumer sees it, as far as key and value go. */
  static ConsumerRecord<byte[], byte[]> asArrived(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
