package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks Kafka for the ids of topics, which tell a topic from a later one of the same name. */
final class TopicIds {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** What is to be done about one that does not exist. */
  static final String CREATE_OR_CORRECT = "create it, or correct its name (KAFKA_TOPIC_…)";

  private final Admin admin;

  TopicIds(Admin admin) {
    this.admin = admin;
  }

  /**
   * Asks for nothing, but for these to be all.
   *
   * @throws UnavailableException naming the topics that do not exist (yet)
   */
  static void requireAll(Collection<String> topics, Map<String, String> ids) {
    Collection<String> missing = new TreeSet<>(topics);
    missing.removeAll(ids.keySet());
    if (!missing.isEmpty()) {
      throw new UnavailableException(
          "Kafka",
          "it has no topic %s; %s"
              .formatted(String.join(" and no topic ", missing), CREATE_OR_CORRECT));
    }
  }

  /**
   * The ids by name, of those topics that exist.
   *
   * @throws UnavailableException if Kafka does not answer
   */
  Map<String, String> ofExisting(Collection<String> topics) {
    return existing(topics).stream()
        .collect(Collectors.toMap(TopicDescription::name, TopicIds::id));
  }

  /**
   * Those topics that exist. Asking creates none.
   *
   * @throws UnavailableException if Kafka does not answer
   */
  List<TopicDescription> existing(Collection<String> topics) {
    List<TopicDescription> existing = new ArrayList<>();
    admin
        .describeTopics(topics, new DescribeTopicsOptions().timeoutMs((int) TIMEOUT.toMillis()))
        .topicNameValues()
        .forEach((topic, description) -> described(topic, description).ifPresent(existing::add));
    return existing;
  }

  private static Optional<TopicDescription> described(
      String topic, KafkaFuture<TopicDescription> description) {
    try {
      return Optional.of(description.get(TIMEOUT.toMillis() + 500, TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      if (cause instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw new UnavailableException(
          "Kafka",
          cause instanceof TopicAuthorizationException
              ? "RAS may not describe the topic %1$s; kafka-acls --add --allow-principal User:<that of RAS> --operation Read --operation Describe --topic %1$s"
                  .formatted(topic)
              : "it does not describe the topic %s: %s".formatted(topic, reason(cause)),
          cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Kafka", "interrupted", interrupted);
    }
  }

  /** Brokers before 2.8 have none, nor have newer ones that speak to each other as such. */
  static String id(TopicDescription topic) {
    if (topic.topicId() == null || topic.topicId().equals(Uuid.ZERO_UUID)) {
      throw new UnavailableException(
          "Kafka",
          "its topic %s has no id, without which a topic that is created again is taken for the old one: all brokers have to be of 2.8 or newer, and inter.broker.protocol.version, if set"
              .formatted(topic.name()));
    }
    return topic.topicId().toString();
  }

  /** Time-outs have no message. */
  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? "no answer within %s s".formatted(TIMEOUT.toSeconds()) : message;
  }
}
