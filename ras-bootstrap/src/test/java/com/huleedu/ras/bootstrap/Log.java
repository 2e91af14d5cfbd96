package com.huleedu.ras.bootstrap;

import static org.awaitility.Awaitility.await;

import com.huleedu.ras.embedded.EmbeddedServers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The log of one deployment: publishes, and knows when everything is acknowledged. */
final class Log implements AutoCloseable {
  private final Deployment deployment;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;

  Log(Deployment deployment) {
    this.deployment = deployment;
    Map<String, Object> connection =
        Map.of("bootstrap.servers", EmbeddedServers.kafka().bootstrapServers());
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put("acks", "all");
    settings.put("linger.ms", 5);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.admin = Admin.create(connection);
  }

  void publish(ScenarioEvent event) {
    var ignored =
        producer.send(
            new ProducerRecord<>(deployment.topic(event.topic()), event.key(), event.value()));
  }

  void publishAll(List<ScenarioEvent> events) {
    events.forEach(this::publish);
    producer.flush();
  }

  /** Waits until the group has committed everything: all of it is acknowledged. */
  void awaitAcknowledged() {
    awaitAcknowledged(deployment.topicNames());
  }

  /** The same of some topics, of those who read no others. */
  void awaitAcknowledged(List<String> topics) {
    Map<TopicPartition, Long> ends = ends();
    ends.keySet().removeIf(partition -> !topics.contains(partition.topic()));
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> committed().equals(ends));
  }

  /** How many messages there are. */
  long messages() {
    return ends().values().stream().mapToLong(Long::longValue).sum();
  }

  /** As retention does it. */
  void deleteBefore(TopicPartition partition, long offset) {
    try {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> existing() throws InterruptedException, ExecutionException {
    Set<String> there = admin.listTopics().names().get();
    return deployment.topicNames().stream().filter(there::contains).toList();
  }

  private Map<TopicPartition, Long> ends() {
    try {
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      admin
          .describeTopics(existing())
          .allTopicNames()
          .get()
          .forEach((topic, description) -> {
            for (TopicPartitionInfo partition : description.partitions()) {
              wanted.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
            }
          });
      return admin.listOffsets(wanted).all().get().entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<TopicPartition, Long> committed() throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        admin.listConsumerGroupOffsets(deployment.group()).partitionsToOffsetAndMetadata().get();
    return offsets.entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
