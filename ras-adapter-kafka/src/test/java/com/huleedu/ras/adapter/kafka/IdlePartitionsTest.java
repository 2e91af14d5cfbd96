package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Kafka waits where it has nothing of all that a fetch asks for, and answers no other meanwhile.
 */
class IdlePartitionsTest extends ConsumerTestBase {
  private static final double HALF_OF_KAFKAS_OWN_MILLIS = 250;

  @Test
  void idlePartitionsKeepTheOthersWaitingForAMomentOnly() {
    List<TopicPartition> idle = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    try (Consumer<byte[], byte[]> consumer = Consumers.consumer(config("classic"))) {
      consumer.assign(idle);
      idle.forEach(partition -> consumer.seek(partition, 0));

      await()
          .pollInSameThread()
          .until(() -> {
            assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
            return fetches(consumer, "fetch-total") >= 10;
          });

      assertThat(fetches(consumer, "fetch-latency-avg"))
          .isPositive()
          .isLessThan(HALF_OF_KAFKAS_OWN_MILLIS);
    }
  }

  private static double fetches(Consumer<byte[], byte[]> consumer, String name) {
    for (Map.Entry<MetricName, ? extends Metric> metric : consumer.metrics().entrySet()) {
      if (metric.getKey().name().equals(name)
          && metric.getKey().group().equals("consumer-fetch-manager-metrics")
          && !metric.getKey().tags().containsKey("topic")) {
        return ((Number) metric.getValue().metricValue()).doubleValue();
      }
    }
    throw new AssertionError("there is no metric " + name);
  }
}
