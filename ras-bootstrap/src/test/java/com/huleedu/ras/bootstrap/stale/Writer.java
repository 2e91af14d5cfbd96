package com.huleedu.ras.bootstrap.stale;

import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * The owner of one partition, and of the cells that its messages count up. It keeps to one batch
 * for a while, so that others rest. Now and then another instance projects the same poll, at the
 * same time as an owner does that was frozen and wakes up, or afterwards.
 */
final class Writer {
  private record Change(int batch, int cell, long version) {}

  private final int number;
  private final Truth truth;
  private final List<Instance> instances;
  private final SplittableRandom random;
  private final Executor zombies;
  private final Partition partition;
  private int focus;
  private long offset;

  Writer(int number, Truth truth, List<Instance> instances, long seed, Executor zombies) {
    this.number = number;
    this.truth = truth;
    this.instances = instances;
    this.random = new SplittableRandom(seed);
    this.zombies = zombies;
    this.partition = new Partition("hunt", number);
  }

  Position start() {
    return new Position(partition, "topic id", 0);
  }

  /** Registers the batches that this writer moves from owner to owner. */
  void registerAll() {
    List<Change> changes = new ArrayList<>();
    for (int batch = number; batch < Shape.BATCHES; batch += Shape.WRITERS) {
      changes.add(begun(batch, 0));
    }
    project(changes);
  }

  /** Projects a poll of some changes. */
  void write() {
    if (random.nextInt(40) == 0) {
      focus = random.nextInt(Shape.BATCHES);
    }
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      boolean registers = focus % Shape.WRITERS == number && random.nextInt(8) == 0;
      changes.add(begun(focus, registers ? 0 : Shape.cellOf(number, random.nextBoolean())));
    }
    project(changes);
  }

  private Change begun(int batch, int cell) {
    return new Change(batch, cell, truth.begin(batch, cell));
  }

  private void project(List<Change> changes) {
    Poll poll = poll(changes);
    offset += changes.size();
    if (random.nextInt(10) == 0) {
      ProjectionService zombie = anyInstance();
      zombies.execute(() -> zombie.project(poll));
    }
    ProjectionService owner = anyInstance();
    if (!(owner.project(poll) instanceof ProjectionResult.Projected projected)) {
      throw new AssertionError("the database fell back, says " + partition);
    }
    changes.forEach(change -> truth.acknowledge(change.batch(), change.cell(), change.version()));
    if (random.nextInt(5) > 0) {
      owner.acknowledged(projected);
    }
    if (random.nextInt(5) == 0) {
      var _ = anyInstance().project(poll);
    }
  }

  private ProjectionService anyInstance() {
    return instances.get(random.nextInt(instances.size())).projection;
  }

  private Poll poll(List<Change> changes) {
    List<Message> messages = new ArrayList<>();
    for (Change change : changes) {
      long at = offset + messages.size();
      RawMessage raw = new RawMessage(partition, at, Instant.EPOCH, null, List.of(), new byte[0]);
      DeduplicationMark mark = new DeduplicationMark("%032x%032x".formatted(number, at));
      messages.add(
          new Message.Decoded(
              raw, mark, Shape.event(change.batch(), change.cell(), change.version())));
    }
    return new Poll(messages, List.of(new Advance(partition, offset, offset + messages.size())));
  }
}
