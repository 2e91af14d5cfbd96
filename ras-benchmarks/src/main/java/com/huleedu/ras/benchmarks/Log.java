package com.huleedu.ras.benchmarks;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.embedded.KafkaBroker;
import com.huleedu.ras.testkit.history.PublishedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Topics of their own, and a producer of what is said in them. */
final class Log implements AutoCloseable {
  static final int PARTITIONS = 6;

  /** So many events make one fold, and so one transaction, of the yardsticks. */
  static final int FOLD = 1_000;

  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Random random;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long events;
  private long bytes;

  /** As the other constructor, for a producer that sends what it has at once. */
  Log(KafkaBroker kafka, String prefix, long seed) {
    this(kafka, prefix, seed, Duration.ZERO);
  }

  /**
   * @param linger how long the producer waits for more that goes to the same place
   */
  Log(KafkaBroker kafka, String prefix, long seed, Duration linger) {
    // A bare consumer throws where two topics differ in '.' and '_' alone, as the defaults do.
    topics = Topics.DEFAULT.renamed(name -> prefix + "." + name.replace('_', '-'));
    kafka.createTopics(topics.names(), PARTITIONS);
    random = new Random(seed);
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                linger.toMillis(),
                ProducerConfig.BATCH_SIZE_CONFIG,
                128 * 1_024),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  Topics topics() {
    return topics;
  }

  long events() {
    return events;
  }

  /** What is published; the mean size of a message in bytes. */
  long meanBytes() {
    return events == 0 ? 0 : bytes / events;
  }

  /** Publishes all of it, and returns how many row changes it makes if folded in the usual size. */
  long publish(Workload workload) {
    long changes = 0;
    List<CompletionEvent> fold = new ArrayList<>(FOLD);
    Optional<CompletionEvent> event = workload.next();
    while (event.isPresent()) {
      publish(event.get());
      fold.add(event.get());
      event = workload.next();
      if (fold.size() == FOLD || event.isEmpty()) {
        changes += changes(Facts.fold(fold));
        fold.clear();
      }
    }
    flush();
    return changes;
  }

  static long changes(Facts facts) {
    return facts.batches().size() + (long) facts.outcomes().size() + facts.essays().size();
  }

  /** Publishes one event to any partition of its topic. */
  void publish(CompletionEvent event) {
    PublishedMessage message = PublishedMessage.of(event, topicOf(event));
    byte[] value = message.value();
    events++;
    bytes += value.length;
    var _ =
        producer.send(
            new ProducerRecord<>(message.topic(), random.nextInt(PARTITIONS), null, value),
            (metadata, problem) -> {
              if (problem != null) {
                failure.set(problem);
              }
            });
  }

  void flush() {
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new MeasurementFailedException("Kafka did not take a message", failed);
    }
  }

  private String topicOf(CompletionEvent event) {
    return topics.first(EventKind.valueOf(PublishedMessage.kind(event)));
  }

  /** The settings of a service that reads this log. */
  Map<String, String> settings() {
    return topics.settings();
  }

  @Override
  public void close() {
    producer.close();
  }
}
