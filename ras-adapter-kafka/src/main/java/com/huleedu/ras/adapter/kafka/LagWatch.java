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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
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

  /** The clients would wait a minute, and say all the while what was so a minute ago. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private static final double UNKNOWN = Double.NaN;

  private final Supplier<Admin> clients;
  private final String group;
  private final Assignment assignment;
  private final ConsumerHealth health;
  private final Ownership ownership;
  private final Duration ownerlessAfter;
  private final HeldPartitions held;
  private final boolean startAtBeginning;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ras-lag").factory());
  private volatile Map<String, Long> lags = Map.of();
  private volatile Set<String> silentTopics = Set.of();
  private volatile boolean known;
  private volatile double heldPartitions;

  LagWatch(
      Supplier<Admin> clients,
      KafkaConfig config,
      Assignment assignment,
      ConsumerHealth health,
      MeterRegistry registry) {
    this.clients = clients;
    this.health = health;
    this.group = config.groupId();
    this.assignment = assignment;
    this.ownership = new Ownership(clients, config.groupId(), config.topics(), ANSWER_WITHIN);
    this.ownerlessAfter = config.stallAfter();
    this.startAtBeginning = config.startAtBeginning();
    this.held = new HeldPartitions(config.stallAfter(), config.bootstrapServers());
    Gauge.builder("ras.consumer.partitions.held", () -> known ? heldPartitions : UNKNOWN)
        .description("Partitions that an open transaction keeps from being read")
        .register(registry);
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
    return known && !silentTopics.contains(topic) ? (double) lags.getOrDefault(topic, 0L) : UNKNOWN;
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
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    // What is new to a group that has consumed is going to be read from its beginning.
    Set<TopicPartition> fromBeginning =
        all.stream()
            .filter(partition -> committed.get(partition) == null)
            .filter(partition -> startAtBeginning || !committed.isEmpty())
            .collect(Collectors.toSet());
    Map<TopicPartition, Long> ends = offsets(all, OffsetSpec.latest());
    lookForOpenTransactions(all, ends);
    Map<TopicPartition, Long> beginnings = offsets(fromBeginning, OffsetSpec.earliest());
    Map<String, Long> sums = new HashMap<>();
    Set<String> unknown = new HashSet<>();
    for (TopicPartition partition : all) {
      OffsetAndMetadata offset = committed.get(partition);
      Long end = ends.get(partition);
      Long from =
          offset != null
              ? Long.valueOf(offset.offset())
              : fromBeginning.contains(partition) ? beginnings.get(partition) : end;
      if (end == null || from == null) {
        unknown.add(partition.topic());
      } else {
        sums.merge(partition.topic(), Math.max(0, end - from), Long::sum);
      }
    }
    sums.keySet().removeAll(unknown);
    silentTopics = Set.copyOf(unknown);
    return sums;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed()
      throws ExecutionException, InterruptedException {
    return clients
        .get()
        .listConsumerGroupOffsets(
            group, new ListConsumerGroupOffsetsOptions().timeoutMs((int) ANSWER_WITHIN.toMillis()))
        .partitionsToOffsetAndMetadata()
        .get();
  }

  private void lookForOpenTransactions(
      Set<TopicPartition> partitions, Map<TopicPartition, Long> ends) throws InterruptedException {
    Map<TopicPartition, Long> stable =
        offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    long now = System.nanoTime();
    held.look(stable, ends, now).forEach(LOG::warn);
    heldPartitions = held.count(now);
  }

  private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException {
    return offsets(partitions, which, IsolationLevel.READ_UNCOMMITTED);
  }

  /** Of those for which Kafka answers in time: one without a leader must not hide the others. */
  private Map<TopicPartition, Long> offsets(
      Set<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
      throws InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    ListOffsetsResult answers =
        clients
            .get()
            .listOffsets(
                partitions.stream().collect(Collectors.toMap(p -> p, _ -> which)),
                new ListOffsetsOptions(isolation).timeoutMs((int) EVERY.toMillis()));
    for (TopicPartition partition : partitions) {
      try {
        offsets.put(partition, answers.partitionResult(partition).get().offset());
      } catch (ExecutionException silent) {
        LOG.debug("The lag of {} is unknown: {}", partition, silent.getMessage());
      }
    }
    return offsets;
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
