package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A projector that remembers how far each partition has come, as a database would, and watches that
 * no message is passed over.
 */
final class RecordingProjector implements ProjectEvents {
  static final ProjectionResult.Projected PROJECTED =
      new ProjectionResult.Projected(new Lineage(new UUID(0, 0)), List.of());

  final AtomicInteger acknowledgements = new AtomicInteger();
  final List<String> applied = new CopyOnWriteArrayList<>();
  final List<String> violations = new CopyOnWriteArrayList<>();
  final Map<Partition, Long> positions = new ConcurrentHashMap<>();
  final Map<Partition, Position> projected = new ConcurrentHashMap<>();
  final List<AssignedPartition> asked = new CopyOnWriteArrayList<>();
  volatile Function<Poll, ProjectionResult> behaviour = poll -> PROJECTED;
  volatile boolean standsFirm = true;
  volatile Set<String> begunTopics = Set.of();
  final AtomicReference<@Nullable Error> error = new AtomicReference<>();

  @Override
  public Map<Partition, ResumePoint> resume(List<AssignedPartition> assigned) {
    asked.addAll(assigned);
    Map<Partition, ResumePoint> points = new HashMap<>();
    for (AssignedPartition partition : assigned) {
      Long parted = partition.parted();
      long start =
          parted == null
              ? positions.getOrDefault(partition.partition(), partition.start())
              : parted;
      points.put(
          partition.partition(),
          start < partition.beginning()
              ? new ResumePoint.Gap(partition.partition(), start, partition.beginning())
              : new ResumePoint.At(
                  start, partition.parted() == null ? projected.get(partition.partition()) : null));
    }
    standsFirm = true;
    return points;
  }

  @Override
  public boolean stillHas(Map<Partition, Long> reached) {
    Error planted = error.getAndSet(null);
    if (planted != null) {
      throw planted;
    }
    return standsFirm;
  }

  @Override
  public Set<String> begunTopics() {
    return begunTopics;
  }

  @Override
  public ProjectionResult project(Poll poll) {
    ProjectionResult result = behaviour.apply(poll);
    if (result instanceof ProjectionResult.Projected) {
      poll.advances().forEach(this::advance);
      poll.messages().forEach(message -> applied.add(place(message)));
    }
    return result;
  }

  @Override
  public void acknowledged(ProjectionResult.Projected projected) {
    acknowledgements.incrementAndGet();
  }

  private void advance(Advance advance) {
    long stored = positions.getOrDefault(advance.partition(), 0L);
    if (advance.from() > stored) {
      violations.add("a gap before " + advance + ", stored " + stored);
    }
    positions.merge(advance.partition(), advance.to(), Math::max);
  }

  private static String place(Message message) {
    return message.raw().partition() + "@" + message.raw().offset();
  }
}
