package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls of a consumer that may have topics whose names differ in '.' and '_' alone, as the two of
 * outcomes do. In names of metrics Kafka's client writes one for the other, and throws where one is
 * there already: once for each metric of a partition, and at a moment at which the record that it
 * had fetched counts as consumed. So that partition begins anew where it was. A broker has both
 * only if they were created in one request.
 *
 * <p>On the thread of its consumer only.
 */
final class Namesakes {
  private static final Logger LOG = LoggerFactory.getLogger(Namesakes.class);

  private final Consumer<byte[], byte[]> consumer;
  private Set<TopicPartition> assignment = Set.of();
  private Set<TopicPartition> namesakes = Set.of();

  /**
   * @param consumer one whose own polls bring a single record each: none of another partition is
   *     passed over
   */
  Namesakes(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** As {@link Consumer#poll}. */
  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    look();
    return namesakes.isEmpty() ? consumer.poll(timeout) : pollAgain(timeout);
  }

  private ConsumerRecords<byte[], byte[]> pollAgain(Duration timeout) {
    String last = "";
    while (true) {
      Map<TopicPartition, Long> before = positions();
      try {
        return consumer.poll(timeout);
      } catch (IllegalArgumentException taken) {
        String which = String.valueOf(taken.getMessage());
        if (!which.startsWith("A metric named") || which.equals(last)) {
          throw taken;
        }
        last = which;
        LOG.debug("Kafka's client has a metric already, and goes on without: {}", which);
        before.keySet().retainAll(consumer.assignment());
        before.forEach(consumer::seek);
      }
    }
  }

  private Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    for (TopicPartition partition : namesakes) {
      try {
        positions.put(partition, consumer.position(partition, Duration.ZERO));
      } catch (TimeoutException nowhere) {
        LOG.trace("{} has no position, and so no records", partition);
      }
    }
    return positions;
  }

  private void look() {
    Set<TopicPartition> now = consumer.assignment();
    if (!now.equals(assignment)) {
      assignment = Set.copyOf(now);
      namesakes = namesakesIn(now);
    }
  }

  private static Set<TopicPartition> namesakesIn(Set<TopicPartition> partitions) {
    Map<String, String> topicOfMetric = new HashMap<>();
    Set<String> shared = new HashSet<>();
    for (TopicPartition partition : partitions) {
      String topic = partition.topic();
      String other = topicOfMetric.putIfAbsent(metric(topic), topic);
      if (other != null && !other.equals(topic)) {
        shared.add(metric(topic));
      }
    }
    Set<TopicPartition> found = new HashSet<>(partitions);
    found.removeIf(partition -> !shared.contains(metric(partition.topic())));
    return Set.copyOf(found);
  }

  private static String metric(String topic) {
    return topic.replace('.', '_');
  }
}
