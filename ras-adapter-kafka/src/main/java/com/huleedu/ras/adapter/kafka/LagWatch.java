package com.huleedu.ras.adapter.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
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
import org.apache.kafka.clients.consumer.Consumer;
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

  /** With many partitions behind, those that are not read this time are unknown until the next. */
  private static final Duration OLDEST_WITHIN = Duration.ofSeconds(2);

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
  private final TopicRetention retention;
  private final OldestRecords oldest;
  private final CatchUp catchUp = new CatchUp();
  private final PartitionMeters meters;
  private volatile Map<String, Double> lags = Map.of();
  private volatile boolean known;
  private volatile double heldPartitions;

  /**
   * @param readers makes consumers without a group
   */
  LagWatch(
      Supplier<Admin> clients,
      Supplier<Consumer<byte[], byte[]>> readers,
      KafkaConfig config,
      Assignment assignment,
      ConsumerHealth health,
      Meters meters) {
    this.clients = clients;
    this.health = health;
    this.group = config.groupId();
    this.assignment = assignment;
    this.ownership = new Ownership(clients, config.groupId(), config.topics(), ANSWER_WITHIN);
    this.ownerlessAfter = config.stallAfter();
    this.startAtBeginning = config.startAtBeginning();
    this.held = new HeldPartitions(config.stallAfter(), config.bootstrapServers());
    this.retention = new TopicRetention(clients, EVERY, System.nanoTime());
    this.oldest = new OldestRecords(readers, OLDEST_WITHIN);
    MeterRegistry registry = meters.registry();
    this.meters = new PartitionMeters(assignment, meters.clock(), retention, catchUp, registry);
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

  /** Where numbers go, and what time it is when one is asked for. */
  record Meters(MeterRegistry registry, InstantSource clock) {}

  void start() {
    var ignored =
        schedule.scheduleWithFixedDelay(
            this::lookInAnyCase, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private double lag(String topic) {
    return known ? lags.getOrDefault(topic, 0.0) : UNKNOWN;
  }

  private void lookInAnyCase() {
    try {
      look();
    } catch (Error unsaid) { // no memory to say so either: it would be the last look
      known = false;
    }
  }

  private void look() {
    try {
      Set<TopicPartition> partitions = new HashSet<>(ownership.ownerless());
      partitions.addAll(assignment.assigned());
      Map<TopicPartition, Long> committed = committed();
      // Before the log is asked, which only grows: nothing that came later may seem acknowledged.
      Map<TopicPartition, Long> reached = assignment.offsets();
      LogExtent extent = extent(partitions);
      health.ownerless(ownership.ownerlessFor(ownerlessAfter));
      // Not only for the number: while a projection waits for the database, nobody else asks Kafka.
      health.kafkaAnswered();
      lookForOpenTransactions(extent);
      // What is new to a group that has consumed is going to be read from its beginning.
      boolean fromBeginning = startAtBeginning || !committed.isEmpty();
      show(
          oldest.look(
              partitions,
              extent.waitingFrom(partitions, reached, committed, fromBeginning),
              extent));
      retention.lookIfDue(
          partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()),
          System.nanoTime());
    } catch (ExecutionException | RuntimeException kafkaIsAway) {
      forget();
      LOG.debug("The lag is unknown: {}", kafkaIsAway.getMessage());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (Error surprise) { // as memory that runs out: else this was the last look
      forget();
      LOG.error("The lag is unknown; looking again", surprise);
    }
  }

  /** No number at all, rather than one of which nobody can tell how old it is. */
  private void forget() {
    known = false;
    meters.unknown();
  }

  private void show(Map<TopicPartition, PartitionLag> waiting) {
    Map<String, Double> sums = new HashMap<>();
    waiting.forEach((partition, lag) ->
        sums.merge(partition.topic(), lag.messages(), Double::sum)); // NaN with one that is
    lags = sums;
    catchUp.look(waiting, System.nanoTime());
    meters.show(waiting);
    known = true;
  }

  private Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> committed = new HashMap<>();
    clients
        .get()
        .listConsumerGroupOffsets(
            group, new ListConsumerGroupOffsetsOptions().timeoutMs((int) ANSWER_WITHIN.toMillis()))
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach((partition, offset) -> {
          if (offset != null) {
            committed.put(partition, offset.offset());
          }
        });
    return committed;
  }

  private void lookForOpenTransactions(LogExtent extent) {
    long now = System.nanoTime();
    held.look(extent.readable(), extent.ends(), now).forEach(LOG::warn);
    heldPartitions = held.count(now);
  }

  /** All of it is asked for at the same time: one without a leader costs its time-out once. */
  private LogExtent extent(Set<TopicPartition> partitions) throws InterruptedException {
    ListOffsetsResult readable =
        ask(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    ListOffsetsResult ends = ask(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    ListOffsetsResult beginnings =
        ask(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    return new LogExtent(
        answered(partitions, beginnings),
        answered(partitions, readable),
        answered(partitions, ends));
  }

  private ListOffsetsResult ask(
      Set<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) {
    return clients
        .get()
        .listOffsets(
            partitions.stream().collect(Collectors.toMap(p -> p, _ -> which)),
            new ListOffsetsOptions(isolation).timeoutMs((int) EVERY.toMillis()));
  }

  /** Of those for which Kafka answers in time: one without a leader must not hide the others. */
  private static Map<TopicPartition, Long> answered(
      Set<TopicPartition> partitions, ListOffsetsResult answers) throws InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
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
    try {
      if (schedule.awaitTermination(1, TimeUnit.SECONDS)) {
        oldest.close(); // its consumer bears one thread at a time
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
