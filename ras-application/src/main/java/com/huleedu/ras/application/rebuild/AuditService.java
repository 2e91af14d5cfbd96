package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.AuditModel;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.ModelRows;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Folds the log with the domain's pure fold, in no way with the SQL that made the rows, and names
 * every row that is not what the fold says.
 *
 * <p>What differs at first sight is looked at a second time: rows may be ahead of their positions,
 * where a poll is being split or a writer has not heard yet that it lost its partitions.
 */
public final class AuditService implements AuditModel {
  /** Heap that a message may need while it is folded, generously: its rows, with their keys. */
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
    List<LogPartition> partitions = log.partitions();
    int parts = slices > 0 ? slices : slicesFor(partitions);
    Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);
    long messages = 0;
    long looked = 0;
    for (int slice = 0; slice < parts && progress.goOn(); slice++) {
      int mine = slice;
      String name = parts == 1 ? "" : " (%d of %d)".formatted(slice + 1, parts);
      AuditPass pass =
          pass(key -> Math.floorMod(key.parts().hashCode(), parts) == mine, name, progress);
      if (!pass.differences().isEmpty() && progress.goOn()) {
        settle(progress);
        secondLook(pass, progress)
            .forEach(difference -> {
              counts.merge(difference.kind(), 1L, Long::sum);
              found.accept(difference);
            });
      }
      messages = Math.max(messages, pass.messages());
      looked += pass.looked();
    }
    // In this order: positions that move on meanwhile must not seem to be beyond the log's end.
    List<Position> positions = positions();
    List<LogPartition> now = log.partitions();
    return new AuditResult(
        progress.goOn(),
        messages,
        looked,
        counts,
        now.stream().filter(LogPartition::isCut).toList(),
        AuditRanges.unread(now, positions),
        AuditRanges.behind(now, positions));
  }

  private int slicesFor(List<LogPartition> partitions) {
    long messages = partitions.stream().mapToLong(p -> p.end() - p.beginning()).sum();
    return Math.toIntExact(Math.max(1, Math.ceilDiv(messages * BYTES_PER_MESSAGE, memory)));
  }

  private AuditPass pass(Predicate<RowKey> wanted, String name, Progress progress) {
    AuditPass pass = new AuditPass(log, rows, wanted, progress);
    pass.run(name);
    return pass;
  }

  private List<Difference> secondLook(AuditPass suspicious, Progress progress) {
    Set<RowKey> suspects =
        suspicious.differences().stream().map(Difference::key).collect(Collectors.toSet());
    AuditPass second = pass(suspects::contains, ", a second look at what differs", progress);
    // Told to end in the middle of it, nothing is known for sure.
    return progress.goOn() ? second.differences() : List.of();
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
