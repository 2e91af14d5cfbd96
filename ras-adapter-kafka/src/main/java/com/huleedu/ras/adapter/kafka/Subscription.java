package com.huleedu.ras.adapter.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;

/**
 * Has the consumer subscribe to the topics that exist, and to each other one once it does. A client
 * that subscribes to one that doesn't asks for it many times a second, and creates it where brokers
 * do that on request. On the consumer's thread.
 */
final class Subscription {
  private final Consumer<byte[], byte[]> consumer;
  private final TopicIds topicIds;
  private final List<String> topics;
  private final Set<String> essential;
  private final MissingTopics missing;
  private final ConsumerHealth health;
  private Set<String> subscribed = Set.of();

  Subscription(
      Consumer<byte[], byte[]> consumer,
      TopicIds topicIds,
      KafkaConfig config,
      MissingTopics missing,
      ConsumerHealth health) {
    this.consumer = consumer;
    this.topicIds = topicIds;
    this.topics = config.topics();
    this.essential = config.essential();
    this.missing = missing;
    this.health = health;
  }

  /**
   * Sees to it that there is any: a consumer must not be polled before.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if Kafka does not answer, or naming the
   *     topics without which nothing begins
   */
  void begin(ConsumerRebalanceListener listener) {
    if (subscribed.isEmpty()) {
      health.polled(); // the consumer's thread is well
      look(listener);
      health.worked();
      if (subscribed.isEmpty()) {
        TopicIds.requireAll(essential.isEmpty() ? topics : essential, Map.of());
      }
    }
  }

  /**
   * Looks which topics there are, and subscribes to those that are new. One that is gone stays: the
   * group has to hear of that from Kafka.
   *
   * @return the ids by name, of those that exist
   * @throws com.huleedu.ras.domain.UnavailableException if Kafka does not answer
   */
  Map<String, String> look(ConsumerRebalanceListener listener) {
    Map<String, String> existing = topicIds.ofExisting(topics);
    missing.existing(existing.keySet());
    Set<String> wanted = new TreeSet<>(subscribed);
    wanted.addAll(existing.keySet());
    if (!wanted.equals(subscribed)) {
      consumer.subscribe(wanted, listener);
      subscribed = wanted;
    }
    return existing;
  }

  /** Whether these are all topics. */
  boolean hasAll(Map<String, String> existing) {
    return existing.keySet().containsAll(topics);
  }

  /**
   * Asks for nothing, but for these to be all that have to be there: those that were there before,
   * and one of the essential ones.
   *
   * @throws com.huleedu.ras.domain.UnavailableException naming those that are not there
   */
  void require(Map<String, String> existing, Set<String> before) {
    Set<String> required = new TreeSet<>(topics);
    required.retainAll(before);
    if (essential.stream().noneMatch(existing::containsKey)) {
      required.addAll(essential);
    }
    TopicIds.requireAll(required, existing);
  }
}
