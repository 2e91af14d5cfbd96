package com.huleedu.ras.bootstrap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of a deployment as they are recorded, and filled again from a recording. */
final class RecordedLog implements AutoCloseable {
  private final Deployment deployment;
  private final Map<String, Object> connection;
  private final Admin admin;

  RecordedLog(Deployment deployment, String bootstrapServers) {
    this.deployment = deployment;
    this.connection = Map.of("bootstrap.servers", bootstrapServers);
    this.admin = Admin.create(connection);
  }

  /** Each to its partition, with its time, in this order. */
  void publish(List<RecordedMessage> messages) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer())) {
      messages.forEach(message -> {
        var ignored =
            producer.send(
                new ProducerRecord<>(
                    deployment.topic(message.topic()),
                    message.partition(),
                    message.timestamp(),
                    message.key(),
                    message.value()));
      });
    }
  }

  /** By name. */
  Map<String, String> topicIds() {
    try {
      Map<String, String> ids = new HashMap<>();
      admin
          .describeTopics(deployment.topicNames())
          .allTopicNames()
          .get()
          .forEach((topic, description) -> ids.put(topic, description.topicId().toString()));
      return ids;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the group of the deployment has committed. */
  void commit(Map<TopicPartition, Long> offsets) {
    try {
      admin
          .alterConsumerGroupOffsets(
              deployment.group(),
              offsets.entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          Map.Entry::getKey, it -> new OffsetAndMetadata(it.getValue()))))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
