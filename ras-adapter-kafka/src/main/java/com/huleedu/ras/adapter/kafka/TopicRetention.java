package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long Kafka keeps the messages of each topic, asked for once a minute. What a topic may hold
 * in bytes can take messages earlier, of which nobody knows when. Asked on one thread.
 */
final class TopicRetention {
  private static final Logger LOG = LoggerFactory.getLogger(TopicRetention.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Supplier<Admin> admin;
  private final int within;
  private volatile Map<String, Double> seconds = Map.of();
  private long nextNanos;

  /**
   * @param within how long Kafka may take
   */
  TopicRetention(Supplier<Admin> admin, Duration within, long nowNanos) {
    this.admin = admin;
    this.within = Math.toIntExact(within.toMillis());
    this.nextNanos = nowNanos;
  }

  void lookIfDue(Collection<String> topics, long nowNanos) throws InterruptedException {
    if (nowNanos - nextNanos < 0) {
      return;
    }
    nextNanos = nowNanos + EVERY.toNanos();
    Map<ConfigResource, KafkaFuture<Config>> answers =
        admin
            .get()
            .describeConfigs(
                topics.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .collect(Collectors.toSet()),
                new DescribeConfigsOptions().timeoutMs(within))
            .values();
    Map<String, Double> found = new HashMap<>();
    for (Map.Entry<ConfigResource, KafkaFuture<Config>> answer : answers.entrySet()) {
      try {
        found.put(answer.getKey().name(), seconds(answer.getValue().get()));
      } catch (ExecutionException missing) {
        // Or an ACL without DescribeConfigs: the number is unknown, and nothing else depends on it.
        LOG.debug("The retention of {}: {}", answer.getKey().name(), missing.getMessage());
      }
    }
    seconds = Map.copyOf(found);
  }

  private static double seconds(Config config) {
    ConfigEntry policy = config.get("cleanup.policy");
    ConfigEntry time = config.get("retention.ms");
    if (policy == null || time == null) {
      return Double.NaN;
    }
    long millis = Long.parseLong(time.value());
    return millis < 0 || !policy.value().contains("delete")
        ? Double.POSITIVE_INFINITY
        : millis / 1_000.0;
  }

  /** Infinite if messages are kept for ever; {@code NaN} if nobody knows. */
  double of(String topic) {
    return seconds.getOrDefault(topic, Double.NaN);
  }
}
