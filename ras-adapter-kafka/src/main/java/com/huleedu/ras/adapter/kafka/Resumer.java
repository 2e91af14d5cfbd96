package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings waiting partitions to where the database says that they go on. */
final class Resumer {
  private static final Logger LOG = LoggerFactory.getLogger(Resumer.class);

  /** How long Kafka may take to answer for all partitions, and for one. */
  private static final Duration TOGETHER = Duration.ofSeconds(5);

  private static final Duration ALONE = Duration.ofSeconds(1);

  /** For asking one by one; less where others run, since they wait meanwhile. */
  private static final Duration GIVE_UP = Duration.ofSeconds(10);

  private static final Duration GIVE_WAY = Duration.ofSeconds(3);

  private static final Duration AGAIN = Duration.ofSeconds(10);

  /** So many times those that are silent are asked until they get the time of all. */
  private static final int PATIENT_EACH = 6;

  private final Consumer<byte[], byte[]> consumer;
  private final Function<Set<String>, Map<String, String>> topicIds;
  private final ProjectEvents projector;
  private final Assignment assignment;
  private final RecordCheck check;
  private final Predicate<String> startAtBeginning;
  private final Set<ResumePoint.Gap> reported = new HashSet<>();

  /** Did not answer alone, while others have not had their turn yet. */
  private final Set<TopicPartition> foundSilent = new HashSet<>();

  private int timesSilent;

  /**
   * @param topicIds the ids of those topics that exist, by name
   * @param startAtBeginning whether a topic is read from its beginning where nothing was consumed
   */
  Resumer(
      Consumer<byte[], byte[]> consumer,
      Function<Set<String>, Map<String, String>> topicIds,
      ProjectEvents projector,
      Assignment assignment,
      RecordCheck check,
      Predicate<String> startAtBeginning) {
    this.consumer = consumer;
    this.topicIds = topicIds;
    this.projector = projector;
    this.assignment = assignment;
    this.check = check;
    this.startAtBeginning = startAtBeginning;
  }

  /**
   * All that may be asked about at once, or, where Kafka does not answer for one of them, each by
   * itself: a partition without a leader must not stop those that have one. Those that were silent
   * before are asked last and for a short time, since others wait meanwhile.
   *
   * @throws RasException if a server answers for none of them, and no other partition goes on
   */
  void resumeWaiting() {
    Set<TopicPartition> waiting = assignment.waiting(assignment.now());
    if (waiting.isEmpty()) {
      return;
    }
    Map<String, String> ids =
        topicIds.apply(waiting.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
    Map<Boolean, Set<TopicPartition>> bySilence =
        waiting.stream()
            .filter(partition -> ids.containsKey(partition.topic()))
            .collect(Collectors.partitioningBy(assignment.silent()::contains, Collectors.toSet()));
    Set<TopicPartition> fresh = bySilence.getOrDefault(false, Set.of());
    Set<TopicPartition> silent = bySilence.getOrDefault(true, Set.of());
    RuntimeException failure = together(fresh, ids, TOGETHER);
    Set<TopicPartition> unanswered = new HashSet<>(failure == null ? Set.of() : fresh);
    RuntimeException silence = together(silent, ids, forSilent(silent));
    unanswered.addAll(silence == null ? Set.of() : silent);
    RuntimeException first = failure == null ? silence : failure;
    if (first != null) {
      resumeEach(unanswered, ids, first);
    }
  }

  /** The long time now and then: a broker that is slow, and not away, would never answer else. */
  private Duration forSilent(Set<TopicPartition> silent) {
    boolean patient = !silent.isEmpty() && ++timesSilent % PATIENT_EACH == 0;
    return patient || assignment.running().isEmpty() ? TOGETHER : ALONE;
  }

  /** What Kafka said where it does not answer for all of them; null if it does. */
  private @Nullable RuntimeException together(
      Set<TopicPartition> partitions, Map<String, String> ids, Duration within) {
    try {
      if (!partitions.isEmpty()) {
        resume(partitions, ids, within);
      }
      foundSilent.removeAll(partitions);
      return null;
    } catch (KafkaException | UnavailableException failure) {
      if (!isOfOnePartition(failure)) {
        throw failure;
      }
      return failure;
    }
  }

  private static boolean isOfOnePartition(RuntimeException failure) {
    return failure instanceof TimeoutException
        || (failure instanceof UnavailableException away && away.server().equals("Kafka"));
  }

  /**
   * For a bounded time, since the consumer's thread has other things to do; who was not asked yet
   * comes first the next time. Those that are silent wait, unless Kafka answers for nobody.
   */
  private void resumeEach(
      Set<TopicPartition> partitions, Map<String, String> ids, RuntimeException failure) {
    long started = assignment.now();
    Duration within = assignment.running().isEmpty() ? GIVE_UP : GIVE_WAY;
    List<TopicPartition> order = new ArrayList<>(partitions);
    order.sort(Comparator.comparing(foundSilent::contains));
    if (order.size() == 1) {
      foundSilent.add(order.removeFirst()); // it was alone when it was asked
    }
    boolean answered = false;
    for (TopicPartition partition : order) {
      if (assignment.now() - started < within.toNanos()) {
        answered |= answers(partition, ids);
      }
    }
    if (!answered && assignment.running().isEmpty() && assignment.gaps().isEmpty()) {
      throw failure; // Kafka is away, or slow, as a whole
    }
    Set<TopicPartition> still = new HashSet<>(partitions);
    still.retainAll(assignment.waiting());
    still.forEach(this::waitSilently);
    if (foundSilent.containsAll(still)) {
      foundSilent.removeAll(still); // each had its turn
    }
  }

  /** One of which it is not known yet whether it is silent is asked in the next step. */
  private void waitSilently(TopicPartition partition) {
    boolean before = assignment.silent().contains(partition);
    if (!before && !foundSilent.contains(partition)) {
      return;
    }
    if (!before) {
      LOG.warn("Kafka does not answer for {}; going on with the others", partition);
    }
    assignment.markSilent(partition, assignment.now() + AGAIN.toNanos());
  }

  private boolean answers(TopicPartition partition, Map<String, String> ids) {
    try {
      resume(Set.of(partition), ids, ALONE);
      foundSilent.remove(partition);
      return true;
    } catch (KafkaException | UnavailableException alone) {
      if (!isOfOnePartition(alone)) {
        throw alone;
      }
      foundSilent.add(partition);
      return false;
    }
  }

  private void resume(Set<TopicPartition> waiting, Map<String, String> ids, Duration timeout) {
    Map<Partition, ResumePoint> points =
        new HashMap<>(projector.resume(assigned(waiting, ids, Map.of(), timeout)));
    Map<TopicPartition, Long> parted = check.parted(projected(waiting, points), timeout);
    if (!parted.isEmpty()) {
      points.putAll(projector.resume(assigned(parted.keySet(), ids, parted, timeout)));
    }
    for (TopicPartition partition : waiting) {
      ResumePoint point = points.get(new Partition(partition.topic(), partition.partition()));
      switch (point) {
        case ResumePoint.At at -> start(partition, ids, at);
        case ResumePoint.Gap gap -> stopAt(partition, gap);
        case null -> throw new IllegalStateException("no resume point for " + partition);
      }
    }
  }

  private static Map<TopicPartition, Position> projected(
      Set<TopicPartition> waiting, Map<Partition, ResumePoint> points) {
    Map<TopicPartition, Position> projected = new HashMap<>();
    for (TopicPartition partition : waiting) {
      ResumePoint point = points.get(new Partition(partition.topic(), partition.partition()));
      if (point instanceof ResumePoint.At(long _, Position position) && position != null) {
        projected.put(partition, position);
      }
    }
    return projected;
  }

  private void start(TopicPartition partition, Map<String, String> ids, ResumePoint.At at) {
    OffsetAndMetadata from = new OffsetAndMetadata(at.offset(), leaderEpoch(at), "");
    assignment.markRunning(partition, ids.getOrDefault(partition.topic(), ""), from);
    // With the epoch, Kafka's client sees for itself whether the log parts later on.
    consumer.seek(partition, from);
    consumer.resume(List.of(partition));
  }

  private static Optional<Integer> leaderEpoch(ResumePoint.At at) {
    Position projected = at.projected();
    LastRecord last = projected == null ? null : projected.last();
    // Of what lies below the last record, which is read again, the epoch is not known.
    return last == null || at.offset() <= last.offset()
        ? Optional.empty()
        : Optional.ofNullable(last.leaderEpoch());
  }

  private void stopAt(TopicPartition partition, ResumePoint.Gap gap) {
    if (reported.add(gap)) {
      LOG.error("Not consuming {}; see docs/operations.md, \"A gap in the log\"", gap);
    }
    assignment.markGap(partition, gap);
  }

  private List<AssignedPartition> assigned(
      Set<TopicPartition> partitions,
      Map<String, String> ids,
      Map<TopicPartition, Long> parted,
      Duration timeout) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, timeout);
    Set<TopicPartition> fromEnd =
        partitions.stream()
            .filter(partition -> !startAtBeginning.test(partition.topic()))
            .collect(Collectors.toSet());
    Map<TopicPartition, Long> ends =
        fromEnd.isEmpty() ? Map.of() : consumer.endOffsets(fromEnd, timeout);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions, timeout);
    List<AssignedPartition> assigned = new ArrayList<>(partitions.size());
    for (TopicPartition tp : partitions) {
      OffsetAndMetadata offset = committed.get(tp);
      long beginning = beginnings.getOrDefault(tp, 0L);
      assigned.add(
          new AssignedPartition(
              new Partition(tp.topic(), tp.partition()),
              ids.getOrDefault(tp.topic(), ""),
              beginning,
              parted.get(tp),
              offset == null ? null : offset.offset(),
              ends.getOrDefault(tp, beginning)));
    }
    return assigned;
  }
}
