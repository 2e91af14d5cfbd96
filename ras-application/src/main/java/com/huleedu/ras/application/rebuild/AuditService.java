package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.AuditModel;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.ModelRows;
import com.huleedu.ras.domain.port.rebuild.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Folds the log with the domain's pure fold, in no way with the SQL that made the rows, and names
 * every row that is not what the fold says.
 *
 * <p>What differs at first sight is looked at a second time: rows may be ahead of their positions,
 * where a poll is being split or a writer has not heard yet that it lost its partitions.
 */
public final class AuditService implements AuditModel {
  /** Heap that a message may need while it is folded: a first guess, put right by what is found. */
  private static final long BYTES_PER_MESSAGE = 3_000;

  /** So many pauses without any position moving on: nobody projects. */
  private static final int PAUSES = 10;

  private final MessageLog log;
  private final ModelRows rows;
  private final long memory;

  /**
   * @param memory bytes of heap that an audit may use
   */
  public AuditService(MessageLog log, ModelRows rows, long memory) {
    this.log = log;
    this.rows = rows;
    this.memory = memory;
  }

  @Override
  public AuditResult audit(int slices, Consumer<Difference> found, Progress progress) {
    int parts = slices > 0 ? slices : slicesFor(log.partitions());
    Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);
    Consumer<Difference> counted =
        difference -> {
          counts.merge(difference.kind(), 1L, Long::sum);
          found.accept(difference);
        };
    Deque<Slice> left = new ArrayDeque<>(Slice.all(parts));
    long messages = 0;
    long looked = 0;
    while (!left.isEmpty() && progress.goOn()) {
      Slice slice = left.removeFirst();
      Suspects suspects = new Suspects(slice, memory);
      AuditPass pass = new AuditPass(log, rows, slice, suspects, progress, suspects::add);
      pass.run(slice.toString());
      if (suspects.areTooMany()) {
        slice.halves().reversed().forEach(left::addFirst);
        continue;
      }
      secondLook(suspects, progress, counted);
      messages = Math.max(messages, pass.messages());
      looked += pass.looked();
    }
    // In this order: positions that move on meanwhile must not seem to be beyond the log's end.
    List<Position> positions = positions();
    List<LogPartition> now = log.partitions();
    beyondTheLog(AuditRanges.projected(now, positions, Map.of()), now, counted);
    return new AuditResult(
        progress.goOn(),
        messages,
        looked,
        counts,
        now.stream().filter(LogPartition::isCut).toList(),
        AuditRanges.unread(now, positions),
        AuditRanges.behind(now, positions),
        rows.countDeadLetters());
  }

  /** Nothing of the log shows any more that the model lacks these. */
  private void beyondTheLog(
      Map<Partition, LogRange> read, List<LogPartition> log, Consumer<Difference> found) {
    Map<Partition, String> topicIds =
        log.stream().collect(Collectors.toMap(LogPartition::partition, LogPartition::topicId));
    rows.openDeadLetters(
        DeadLetterReason.NOT_ITS_OWN_FAULT,
        letter -> {
          LogRange range = read.get(letter.partition());
          if (range == null
              || !letter.topicId().equals(topicIds.get(letter.partition()))
              || !range.contains(letter.offset())) {
            found.accept(DeadLetterCheck.notApplied(letter));
          }
        });
  }

  private int slicesFor(List<LogPartition> partitions) {
    long messages = partitions.stream().mapToLong(p -> p.end() - p.beginning()).sum();
    return Math.toIntExact(Math.max(1, Math.ceilDiv(messages * BYTES_PER_MESSAGE, memory)));
  }

  private void secondLook(Suspects suspects, Progress progress, Consumer<Difference> found) {
    if (!suspects.isEmpty() && progress.goOn()) {
      settle(progress);
      new AuditPass(log, rows, suspects, (_, _) -> true, progress, found)
          .run(", a second look at what differs");
    }
  }

  /** Waits until everything that may have been ahead of its positions no longer is. */
  private void settle(Progress progress) {
    List<LogPartition> ends = log.partitions();
    progress.startStep("waiting until all of it is projected", 0);
    long before = Long.MAX_VALUE;
    for (int still = 0; still < PAUSES && progress.goOn(); still++) {
      long behind = AuditRanges.behind(ends, positions());
      if (behind == 0) {
        return;
      }
      if (behind < before) {
        before = behind;
        still = 0;
      }
      progress.pause();
    }
  }

  private List<Position> positions() {
    return rows.onSnapshot(ModelRows.Snapshot::positions);
  }
}
