package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings waiting partitions to where the database says that they go on. */
final class Resumer {
  private static final Logger LOG = LoggerFactory.getLogger(Resumer.class);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicIds topicIds;
  private final ProjectEvents projector;
  private final Assignment assignment;
  private final RecordCheck check;
  private final boolean startAtBeginning;
  private final Set<ResumePoint.Gap> reported = new HashSet<>();

  Resumer(
      Consumer<byte[], byte[]> consumer,
      TopicIds topicIds,
      ProjectEvents projector,
      Assignment assignment,
      RecordCheck check,
      boolean startAtBeginning) {
    this.consumer = consumer;
    this.topicIds = topicIds;
    this.projector = projector;
    this.assignment = assignment;
    this.check = check;
    this.startAtBeginning = startAtBeginning;
  }

  void resumeWaiting() {
    Set<TopicPartition> waiting = assignment.waiting();
    if (waiting.isEmpty()) {
      return;
    }
    Map<String, String> ids =
        topicIds.of(waiting.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
    Map<Partition, ResumePoint> points =
        new HashMap<>(projector.resume(assigned(waiting, ids, Map.of())));
    Map<TopicPartition, Long> parted = check.parted(projected(waiting, points));
    if (!parted.isEmpty()) {
      points.putAll(projector.resume(assigned(parted.keySet(), ids, parted)));
    }
    for (TopicPartition partition : waiting) {
      ResumePoint point = points.get(new Partition(partition.topic(), partition.partition()));
      switch (point) {
        case ResumePoint.At at -> start(partition, ids, at);
        case ResumePoint.Gap gap -> stopAt(partition, gap);
        case null -> throw new IllegalStateException("no resume point for " + partition);
      }
    }
    // At once: a committed offset that is missing, or ahead of the database, would mislead whoever
    // owns the partition next.
    consumer.commitSync(assignment.committable(waiting));
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
      Set<TopicPartition> partitions, Map<String, String> ids, Map<TopicPartition, Long> parted) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = startAtBeginning ? Map.of() : consumer.endOffsets(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
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
