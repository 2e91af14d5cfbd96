package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Kafka's mock of a consumer, with logs that it reads from wherever it stands, one record a poll.
 * What a test does and asserts, it does on the consumer's own thread, between two polls: nothing
 * here depends on time.
 */
final class LogConsumer extends MockConsumer<byte[], byte[]> {
  /** From one step to the next; the loop waits for nothing that long, but within a step. */
  private static final Duration AT_MOST = Duration.ofSeconds(5);

  private static final MetricName CLOSED =
      new MetricName("connection-close-total", "consumer-metrics", "", Map.of());

  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
  private final Map<TopicPartition, Long> skipped = new HashMap<>();
  private final Queue<BooleanSupplier> steps = new ArrayDeque<>();
  private long lastStep = System.nanoTime();
  final List<TopicPartition> polled = new ArrayList<>();
  final Map<TopicPartition, OffsetAndMetadata> sought = new HashMap<>();
  final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private RuntimeException failure;
  private Runnable end;
  double closedConnections;
  boolean asyncCommitsFail;
  RuntimeException syncCommitFails;
  int wakeups;

  /** How long the last poll would have waited. */
  Duration timeout = Duration.ZERO;

  LogConsumer() {
    super("none");
  }

  /** Does this before the next poll. */
  LogConsumer then(Runnable step) {
    return until(() -> {
      step.run();
      return true;
    });
  }

  /** Lets the consumer poll until this is so. */
  LogConsumer until(BooleanSupplier condition) {
    steps.add(condition);
    return this;
  }

  /** Does this before the poll after the last step. */
  void atTheEnd(Runnable last) {
    end = last;
  }

  void fail(RuntimeException once) {
    failure = once;
  }

  void publish(TopicPartition partition, int... bytes) {
    for (int value : bytes) {
      log(partition).add(record(partition, endOf(partition), new byte[] {(byte) value}));
    }
  }

  /** What comes next has this offset; below it there is no message. */
  void skipTo(TopicPartition partition, long offset) {
    skipped.put(partition, offset);
  }

  static ConsumerRecord<byte[], byte[]> record(TopicPartition at, long offset, byte[] value) {
    return new ConsumerRecord<>(
        at.topic(),
        at.partition(),
        offset,
        1_000 + offset,
        TimestampType.CREATE_TIME,
        0,
        value.length,
        new byte[] {7},
        value,
        new RecordHeaders(),
        Optional.of(5));
  }

  /** The log from there on is another. */
  void cut(TopicPartition partition, long from) {
    log(partition).removeIf(record -> record.offset() >= from);
  }

  private List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
    return logs.computeIfAbsent(partition, _ -> new ArrayList<>());
  }

  private long endOf(TopicPartition partition) {
    List<ConsumerRecord<byte[], byte[]>> log = log(partition);
    long after =
        log.isEmpty() ? beginnings.getOrDefault(partition, 0L) : log.getLast().offset() + 1;
    return Math.max(after, skipped.getOrDefault(partition, 0L));
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    this.timeout = timeout;
    boolean first = !timeout.isZero();
    if (first && end != null) {
      step();
    }
    if (failure != null) {
      RuntimeException once = failure;
      failure = null;
      throw once;
    }
    Optional<ConsumerRecord<byte[], byte[]>> next = next();
    if (first && next.isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
    next.ifPresent(this::addRecord);
    ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
    polled.addAll(records.partitions());
    return records;
  }

  private void step() {
    if (System.nanoTime() - lastStep > AT_MOST.toNanos()) {
      end.run();
      throw new AssertionError("still waiting, with " + steps.size() + " steps to go");
    }
    if (steps.isEmpty()) {
      end.run();
    } else if (steps.peek().getAsBoolean()) {
      steps.remove();
      lastStep = System.nanoTime();
    }
  }

  private Optional<ConsumerRecord<byte[], byte[]>> next() {
    return assignment().stream()
        .filter(partition -> !paused().contains(partition))
        .flatMap(partition ->
            log(partition).stream().filter(record -> record.offset() >= position(partition)))
        .findFirst();
  }

  @Override
  public synchronized void wakeup() {
    wakeups++;
    super.wakeup();
  }

  @Override
  public void seek(TopicPartition partition, OffsetAndMetadata offset) {
    sought.put(partition, offset);
    super.seek(partition, offset);
  }

  /** Of a partition that is another's the mock forgets it. */
  @Override
  public synchronized void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    if (callback != null && asyncCommitsFail) {
      callback.onComplete(offsets, new RetriableCommitFailedException("on purpose"));
      return;
    }
    committed.putAll(offsets);
    super.commitAsync(offsets, callback);
  }

  @Override
  public synchronized void commitSync(
      Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    if (syncCommitFails != null) {
      throw syncCommitFails;
    }
    super.commitSync(offsets, timeout);
  }

  @Override
  public synchronized Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> of) {
    return of.stream()
        .collect(Collectors.toMap(Function.identity(), tp -> beginnings.getOrDefault(tp, 0L)));
  }

  @Override
  public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> of) {
    return of.stream().collect(Collectors.toMap(Function.identity(), this::endOf));
  }

  @Override
  public synchronized List<PartitionInfo> partitionsFor(String topic) {
    return logs.keySet().stream()
        .filter(partition -> partition.topic().equals(topic))
        .map(partition -> new PartitionInfo(topic, partition.partition(), null, null, null))
        .toList();
  }

  @Override
  public synchronized Map<MetricName, ? extends Metric> metrics() {
    return Map.of(
        CLOSED,
        new Metric() {
          @Override
          public MetricName metricName() {
            return CLOSED;
          }

          @Override
          public Object metricValue() {
            return closedConnections;
          }
        });
  }
}
