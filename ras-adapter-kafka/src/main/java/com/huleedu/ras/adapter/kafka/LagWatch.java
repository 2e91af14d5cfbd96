package com.huleedu.ras.adapter.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many messages of its partitions this instance has yet to acknowledge, asked of Kafka from a
 * thread of its own. The client's own lag is of its last fetch, and nothing is fetched while the
 * database is away, which is when somebody looks.
 */
final class LagWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final double UNKNOWN = Double.NaN;

  private final Admin admin;
  private final String group;
  private final Assignment assignment;
  private final ConsumerHealth health;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ras-lag").factory());
  private volatile Map<String, Long> lags = Map.of();
  private volatile boolean known;

  LagWatch(
      Admin admin,
      KafkaConfig config,
      Assignment assignment,
      ConsumerHealth health,
      MeterRegistry registry) {
    this.admin = admin;
    this.health = health;
    this.group = config.groupId();
    this.assignment = assignment;
    for (String topic : config.topics()) {
      Gauge.builder("ras.consumer.lag.messages", () -> lag(topic))
          .tag("topic", topic)
          .description("Messages of this instance's partitions that are not acknowledged yet")
          .register(registry);
    }
  }

  void start() {
    var ignored =
        schedule.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private double lag(String topic) {
    return known ? (double) lags.getOrDefault(topic, 0L) : UNKNOWN;
  }

  private void look() {
    try {
      lags = ask(assignment.assigned());
      known = true;
      // Not only for the number: while a projection waits for the database, nobody else asks Kafka.
      health.kafkaAnswered();
    } catch (ExecutionException | RuntimeException kafkaIsAway) {
      // No number at all, rather than one of which nobody can tell how old it is.
      known = false;
      LOG.debug("The lag is unknown: {}", kafkaIsAway.getMessage());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Long> ask(Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    var ends =
        admin
            .listOffsets(
                partitions.stream().collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest())))
            .all();
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<String, Long> sums = new HashMap<>();
    ends.get()
        .forEach((partition, end) -> {
          OffsetAndMetadata offset = committed.get(partition);
          // Not committed yet: where it will begin is for the database to say.
          long lag = offset == null ? 0 : Math.max(0, end.offset() - offset.offset());
          sums.merge(partition.topic(), lag, Long::sum);
        });
    return sums;
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
