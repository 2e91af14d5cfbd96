package com.huleedu.ras.adapter.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
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
 * How many messages of its partitions, and of those that nobody has, this instance has yet to
 * acknowledge, asked of Kafka from a thread of its own. The client's own lag is of its last fetch,
 * and nothing is fetched while the database is away, which is when somebody looks.
 */
final class LagWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final double UNKNOWN = Double.NaN;

  private final Admin admin;
  private final String group;
  private final Assignment assignment;
  private final ConsumerHealth health;
  private final Ownership ownership;
  private final Duration ownerlessAfter;
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
    this.ownership = new Ownership(admin, config.groupId(), config.topics());
    this.ownerlessAfter = config.stallAfter();
    for (String topic : config.topics()) {
      Gauge.builder("ras.consumer.lag.messages", () -> lag(topic))
          .tag("topic", topic)
          .description(
              "Messages of this instance's partitions, and of those that nobody has, that are not"
                  + " acknowledged yet")
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
      Set<TopicPartition> ownerless = ownership.ownerless();
      lags = ask(assignment.assigned(), ownerless);
      health.ownerless(ownership.ownerlessFor(ownerlessAfter));
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

  private Map<String, Long> ask(Set<TopicPartition> mine, Set<TopicPartition> ownerless)
      throws ExecutionException, InterruptedException {
    Set<TopicPartition> all = new HashSet<>(mine);
    all.addAll(ownerless);
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, Long> ends = offsets(all, OffsetSpec.latest());
    Set<TopicPartition> begun = new HashSet<>(committed.keySet());
    Set<TopicPartition> added =
        ownerless.stream()
            .filter(partition -> !begun.contains(partition))
            .filter(partition -> begun.stream().anyMatch(it -> isOfOneTopic(it, partition)))
            .collect(Collectors.toSet());
    // What was added to a topic that is consumed is going to be read from its beginning.
    Map<TopicPartition, Long> beginnings = offsets(added, OffsetSpec.earliest());
    Map<String, Long> sums = new HashMap<>();
    ends.forEach((partition, end) -> {
      OffsetAndMetadata offset = committed.get(partition);
      // Else not committed yet: where it will begin is for the database to say.
      long from = offset == null ? beginnings.getOrDefault(partition, end) : offset.offset();
      sums.merge(partition.topic(), Math.max(0, end - from), Long::sum);
    });
    return sums;
  }

  private static boolean isOfOneTopic(TopicPartition one, TopicPartition other) {
    return one.topic().equals(other.topic());
  }

  private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, _ -> which)))
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
