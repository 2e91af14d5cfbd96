package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private final boolean startAtBeginning;
  private final Set<ResumePoint.Gap> reported = new HashSet<>();

  Resumer(
      Consumer<byte[], byte[]> consumer,
      TopicIds topicIds,
      ProjectEvents projector,
      Assignment assignment,
      boolean startAtBeginning) {
    this.consumer = consumer;
    this.topicIds = topicIds;
    this.projector = projector;
    this.assignment = assignment;
    this.startAtBeginning = startAtBeginning;
  }

  void resumeWaiting() {
    Set<TopicPartition> waiting = assignment.waiting();
    if (waiting.isEmpty()) {
      return;
    }
    Map<String, String> ids =
        topicIds.of(waiting.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
    Map<Partition, ResumePoint> points = projector.resume(assigned(waiting, ids));
    for (TopicPartition partition : waiting) {
      ResumePoint point = points.get(new Partition(partition.topic(), partition.partition()));
      switch (point) {
        case ResumePoint.At(long offset) -> start(partition, ids, offset);
        case ResumePoint.Gap gap -> stopAt(partition, gap);
        case null -> throw new IllegalStateException("no resume point for " + partition);
      }
    }
    // At once: a committed offset that is missing, or ahead of the database, would mislead whoever
    // owns the partition next.
    consumer.commitSync(assignment.committable(waiting));
  }

  private void start(TopicPartition partition, Map<String, String> ids, long offset) {
    assignment.markRunning(partition, ids.getOrDefault(partition.topic(), ""), offset);
    consumer.seek(partition, offset);
    consumer.resume(List.of(partition));
  }

  private void stopAt(TopicPartition partition, ResumePoint.Gap gap) {
    if (reported.add(gap)) {
      LOG.error("Not consuming {}; see docs/operations.md, \"A gap in the log\"", gap);
    }
    assignment.markGap(partition, gap);
  }

  private List<AssignedPartition> assigned(Set<TopicPartition> waiting, Map<String, String> ids) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(waiting);
    Map<TopicPartition, Long> ends = consumer.endOffsets(waiting);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(waiting);
    List<AssignedPartition> assigned = new ArrayList<>(waiting.size());
    for (TopicPartition tp : waiting) {
      OffsetAndMetadata offset = committed.get(tp);
      long beginning = beginnings.getOrDefault(tp, 0L);
      long end = ends.getOrDefault(tp, 0L);
      assigned.add(
          new AssignedPartition(
              new Partition(tp.topic(), tp.partition()),
              ids.getOrDefault(tp.topic(), ""),
              beginning,
              end,
              offset == null ? null : offset.offset(),
              startAtBeginning ? beginning : end));
    }
    return assigned;
  }
}
