package com.huleedu.ras.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records and knows that they arrived, within a bounded time. */
final class EventSender implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration DELIVERY = Duration.ofSeconds(30);

  private final String servers;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Connects lazily; a broker that is not there shows when the first record is sent.
   *
   * @param servers as {@code host:port}, several separated by commas
   */
  EventSender(String servers) {
    this.servers = servers;
    try {
      producer =
          new KafkaProducer<>(
              Map.of(
                  ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                  servers,
                  ProducerConfig.ACKS_CONFIG,
                  "all",
                  ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                  true,
                  ProducerConfig.LINGER_MS_CONFIG,
                  5,
                  ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  (int) CONNECT.toMillis(),
                  ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                  (int) DELIVERY.toMillis(),
                  ProducerConfig.MAX_BLOCK_MS_CONFIG,
                  CONNECT.toMillis(),
                  // One message may be as large as a broker could be told to take.
                  ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                  64 << 20),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "can't use " + servers + " as Kafka's address: " + rootMessage(e), e);
    }
  }

  /**
   * Looks whether Kafka answers and has the topics.
   *
   * @throws CommandFailedException if not, naming the topics that it lacks
   */
  void checkTopics(Collection<String> topics) {
    Set<String> missing = new TreeSet<>(topics);
    missing.removeAll(topics());
    if (!missing.isEmpty()) {
      throw new CommandFailedException(
          "Kafka at %s has no topic %s".formatted(servers, String.join(", ", missing)));
    }
  }

  /**
   * The last of these topics that Kafka has. It may have one of them alone: beside a name it takes
   * no other that differs in {@code .} and {@code _} alone.
   *
   * @throws CommandFailedException if it has none of them
   */
  String lastThere(List<String> topics) {
    Set<String> there = topics();
    return topics.reversed().stream()
        .filter(there::contains)
        .findFirst()
        .orElseThrow(() ->
            new CommandFailedException(
                "Kafka at %s has none of the topics %s"
                    .formatted(servers, String.join(", ", topics))));
  }

  private Set<String> topics() {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            servers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) CONNECT.toMillis(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) CONNECT.toMillis() / 2);
    Admin admin = Admin.create(settings);
    try {
      return admin.listTopics().names().get(CONNECT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandFailedException(
          "no Kafka answers at " + servers + ": is it running, and is that its address?", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  /**
   * Sends the records in order; returns once all are acknowledged.
   *
   * @throws CommandFailedException if one was not, saying how many were
   */
  void sendAll(List<ProducerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    int acknowledged = 0;
    try {
      for (ProducerRecord<byte[], byte[]> record : records) {
        sent.add(producer.send(record));
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
        acknowledged++;
      }
    } catch (KafkaException | ExecutionException e) {
      throw new CommandFailedException(
          "Kafka at %s took %d of %d messages, then failed: %s"
              .formatted(servers, acknowledged, records.size(), rootMessage(e)),
          e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Sends one record without waiting for it; the next call of {@link #sendAll} may tell. */
  void send(ProducerRecord<byte[], byte[]> record) {
    var _ = producer.send(record);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  private static CommandFailedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandFailedException("interrupted", e);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
