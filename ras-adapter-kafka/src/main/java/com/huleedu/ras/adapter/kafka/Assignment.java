package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that this instance owns, and how far each has come.
 *
 * <pre>
 * assigned → waiting → running ⇄ waiting      (waiting: where to go on has to be asked)
 *               ↓
 *              gap                            (until an operator decides)
 * </pre>
 *
 * Changed by the consumer's thread alone; health reads it from others.
 */
final class Assignment {
  private final Map<TopicPartition, Running> running = new ConcurrentHashMap<>();
  private final Set<TopicPartition> started = ConcurrentHashMap.newKeySet();
  private final Set<TopicPartition> waiting = ConcurrentHashMap.newKeySet();
  private final Map<TopicPartition, ResumePoint.Gap> gaps = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> silent = new ConcurrentHashMap<>();
  private final Map<TopicPartition, String> topicIds = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;
  private long runs;

  /**
   * How far a partition has come.
   *
   * @param run another one each time that the partition begins to run
   */
  record Running(long run, OffsetAndMetadata reached) {}

  /** How consuming a partition goes, each in one of them. */
  enum State {
    RUNNING,
    WAITING,
    SILENT,
    GAP;

    String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Assignment() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime in place of {@link System#nanoTime}
   */
  Assignment(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The time that silence is counted by, in nanoseconds. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** A gap stays one until it is known that there is none: health would flicker. */
  void markWaiting(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      running.remove(partition);
      waiting.add(partition);
    }
  }

  void markAllWaiting() {
    markWaiting(List.copyOf(running.keySet()));
  }

  /** Asks again for partitions with a gap: an operator may have decided. */
  void retryGaps() {
    waiting.addAll(gaps.keySet());
  }

  void remove(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      running.remove(partition);
      waiting.remove(partition);
      gaps.remove(partition);
      silent.remove(partition);
    }
  }

  /** Kafka answers, but not for this partition: it waits, and is asked about again later. */
  void markSilent(TopicPartition partition, long againAtNanos) {
    silent.put(partition, againAtNanos);
  }

  /** Those for which Kafka did not answer when it was last asked. */
  Set<TopicPartition> silent() {
    return Set.copyOf(silent.keySet());
  }

  /**
   * It goes on there. Partitions of its topic that run under another id of it stand in a log that
   * is no more, however well their offsets fit: they wait.
   */
  void markRunning(TopicPartition partition, String topicId, OffsetAndMetadata from) {
    waiting.remove(partition);
    gaps.remove(partition);
    silent.remove(partition);
    topicIds.put(partition, topicId);
    running.put(partition, new Running(++runs, from));
    started.add(partition);
    markWaiting(
        running.keySet().stream()
            .filter(other -> other.topic().equals(partition.topic()))
            .filter(other -> !topicIds.getOrDefault(other, topicId).equals(topicId))
            .toList());
  }

  void markGap(TopicPartition partition, ResumePoint.Gap gap) {
    waiting.remove(partition);
    silent.remove(partition);
    gaps.put(partition, gap);
  }

  /** Moves on, unless the partition was taken away, or has to be asked about, meanwhile. */
  void reach(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, to) ->
        running.computeIfPresent(partition, (_, now) -> new Running(now.run(), to)));
  }

  /** Those that began to run since this was last asked. */
  Set<TopicPartition> takeStarted() {
    Set<TopicPartition> taken = Set.copyOf(started);
    started.removeAll(taken);
    return taken;
  }

  /** Null if it does not run. */
  @Nullable Running running(TopicPartition partition) {
    return running.get(partition);
  }

  Set<TopicPartition> running() {
    return Set.copyOf(running.keySet());
  }

  /** All that this instance owns, whether it can go on there or not. */
  Set<TopicPartition> assigned() {
    Set<TopicPartition> all = new HashSet<>(running.keySet());
    all.addAll(waiting);
    all.addAll(gaps.keySet());
    return all;
  }

  /** How many are in that state. */
  long count(State state) {
    return assigned().stream().filter(partition -> state(partition) == state).count();
  }

  private State state(TopicPartition partition) {
    if (hasGap(partition)) {
      return State.GAP;
    }
    if (silent.containsKey(partition)) {
      return State.SILENT;
    }
    return running.containsKey(partition) ? State.RUNNING : State.WAITING;
  }

  /** Whether messages of it are lost to retention; also while it is asked about again. */
  boolean hasGap(TopicPartition partition) {
    return gaps.containsKey(partition);
  }

  Set<TopicPartition> waiting() {
    return Set.copyOf(waiting);
  }

  /** Of these, the ones that may be asked about now. */
  Set<TopicPartition> waiting(long nowNanos) {
    return waiting.stream()
        .filter(partition -> {
          Long again = silent.get(partition);
          return again == null || nowNanos - again >= 0;
        })
        .collect(Collectors.toUnmodifiableSet());
  }

  List<ResumePoint.Gap> gaps() {
    return new ArrayList<>(gaps.values());
  }

  Map<Partition, Long> reached() {
    Map<Partition, Long> reached = new HashMap<>();
    running.forEach(
        (tp, at) -> reached.put(new Partition(tp.topic(), tp.partition()), at.reached().offset()));
    return reached;
  }

  /** As {@link #reached}, in Kafka's words. */
  Map<TopicPartition, Long> offsets() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    running.forEach((partition, at) -> offsets.put(partition, at.reached().offset()));
    return offsets;
  }

  /** The ids that the topics of running partitions had when they were asked about. */
  Map<String, String> topicIds() {
    Map<String, String> ids = new HashMap<>();
    running.keySet().forEach(tp -> ids.put(tp.topic(), topicIds.getOrDefault(tp, "")));
    return ids;
  }

  /** What may be committed to Kafka for these partitions, with the epochs of their leaders. */
  Map<TopicPartition, OffsetAndMetadata> committable(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Running at = running.get(partition);
      if (at != null) {
        offsets.put(partition, at.reached());
      }
    }
    return offsets;
  }
}
