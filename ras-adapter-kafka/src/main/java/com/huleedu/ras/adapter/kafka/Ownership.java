package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Which partitions of the topics no member of the group has: those that were added and not noticed
 * yet, and those that an assignment left out. Messages there are missing in every instance's own
 * view. On one thread only.
 */
final class Ownership {
  private final Supplier<Admin> admin;
  private final String group;
  private final Collection<String> topics;
  private final int within;
  private final Map<TopicPartition, Long> ownerless = new HashMap<>();

  /**
   * @param within how long Kafka may take for each of two answers
   */
  Ownership(Supplier<Admin> admin, String group, Collection<String> topics, Duration within) {
    this.within = Math.toIntExact(within.toMillis());
    this.admin = admin;
    this.group = group;
    this.topics = topics;
  }

  /** Asks Kafka; remembers since when each has been without an owner. */
  Set<TopicPartition> ownerless() throws ExecutionException, InterruptedException {
    Set<TopicPartition> none = all();
    ConsumerGroupDescription described =
        admin
            .get()
            .describeConsumerGroups(
                List.of(group), new DescribeConsumerGroupsOptions().timeoutMs(within))
            .all()
            .get()
            .get(group);
    if (described != null) {
      for (MemberDescription member : described.members()) {
        none.removeAll(member.assignment().topicPartitions());
      }
    }
    ownerless.keySet().retainAll(none);
    none.forEach(partition -> ownerless.putIfAbsent(partition, System.nanoTime()));
    return none;
  }

  /** Those that nobody has had for so long. */
  List<TopicPartition> ownerlessFor(Duration time) {
    long now = System.nanoTime();
    return ownerless.entrySet().stream()
        .filter(entry -> now - entry.getValue() > time.toNanos())
        .map(Map.Entry::getKey)
        .toList();
  }

  private Set<TopicPartition> all() throws ExecutionException, InterruptedException {
    Set<TopicPartition> all = new HashSet<>();
    for (KafkaFuture<TopicDescription> topic :
        admin
            .get()
            .describeTopics(topics, new DescribeTopicsOptions().timeoutMs(within))
            .topicNameValues()
            .values()) {
      try {
        TopicDescription described = topic.get();
        described
            .partitions()
            .forEach(info -> all.add(new TopicPartition(described.name(), info.partition())));
      } catch (ExecutionException missing) {
        // That a topic is missing is said elsewhere; the others have partitions all the same.
        if (!(missing.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw missing;
        }
      }
    }
    return all;
  }
}
