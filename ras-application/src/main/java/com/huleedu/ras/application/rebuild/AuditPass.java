package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelRows;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the log and one walk through the rows that are wanted. The rows are looked at page
 * by page, some pages on one state of the database, up to whose positions exactly the log is read
 * before; so no state is held for long, and rows that are still to come may go on changing.
 */
final class AuditPass {
  /** Few enough to be read while the state that they belong to is held. */
  private static final long NEARLY_THERE = 5_000;

  private static final int ROUNDS = 10;

  /** Pages that are looked at on one state. */
  private static final int PAGES = 10;

  private static final Facts NOTHING = Facts.fold(List.of());

  private final MessageLog log;
  private final ModelRows rows;
  private final Predicate<RowKey> wanted;
  private final BooleanSupplier goOn;
  private final Progress progress;
  private final Consumer<Difference> found;
  private final boolean cut;
  private final DeadLetterCheck letters;
  private final ExpectedRows expected;
  private final Map<Partition, Long> reached = new HashMap<>();
  private @Nullable RowKey last;
  private long messages;
  private long looked;

  /**
   * @param wanted the rows to look at, dead letters among them
   * @param memory says whether there is still heap for what so many bytes hold
   * @param found gets each difference, once
   */
  AuditPass(
      MessageLog log,
      ModelRows rows,
      Predicate<RowKey> wanted,
      Memory memory,
      Progress progress,
      Consumer<Difference> found) {
    this.log = log;
    this.rows = rows;
    this.wanted = wanted;
    this.progress = progress;
    this.found = found;
    List<LogPartition> partitions = log.partitions();
    this.cut = partitions.stream().anyMatch(LogPartition::isCut);
    this.letters =
        new DeadLetterCheck(
            partitions.stream()
                .collect(Collectors.toMap(LogPartition::partition, LogPartition::topicId)),
            rows::deadLetters,
            difference -> found(Optional.of(difference)));
    this.expected = new ExpectedRows(wanted);
    this.goOn = () -> progress.goOn() && memory.suffices(expected.size(), expected.bytes());
  }

  /** Whether there is heap for what a pass holds. */
  interface Memory {
    boolean suffices(int rows, long bytes);
  }

  /** The work; told to end, or without memory, it may have looked at a part of the rows only. */
  void run(String name) {
    for (int round = 0; round < ROUNDS && goOn.getAsBoolean(); round++) {
      List<Position> positions = rows.onSnapshot(ModelRows.Snapshot::positions);
      Map<Partition, LogRange> ranges = unread(positions);
      progress.startStep("reading the log" + name, AuditRanges.size(ranges));
      log.read(ranges, poll -> fold(poll, progress::advance));
      if (AuditRanges.size(ranges) < NEARLY_THERE) {
        break;
      }
    }
    progress.startStep("comparing rows" + name, 0);
    boolean more = true;
    while (more && goOn.getAsBoolean()) {
      more = rows.onSnapshot(this::comparePages);
    }
  }

  private Map<Partition, LogRange> unread(List<Position> positions) {
    AuditRanges.requireTopics(log, positions);
    return AuditRanges.projected(log.partitions(), positions, reached);
  }

  private boolean fold(Poll poll, Consumer<Long> advanced) {
    expected.fold(letters.applied(poll));
    for (Advance advance : poll.advances()) {
      reached.put(advance.partition(), advance.to());
      advanced.accept(advance.to() - advance.from());
    }
    messages += poll.messages().size();
    return goOn.getAsBoolean();
  }

  /** Returns whether there are more. */
  private boolean comparePages(ModelRows.Snapshot state) {
    log.read(unread(state.positions()), poll -> fold(poll, _ -> {}));
    for (int page = 0; page < PAGES && goOn.getAsBoolean(); page++) {
      List<ModelRow> next = state.rowsAfter(last);
      if (next.isEmpty()) {
        missingRest();
        return false;
      }
      next.forEach(this::compare);
      last = next.getLast().key();
      progress.advance(next.size());
    }
    return true;
  }

  private void missingRest() {
    for (var row = expected.takeFirst(); row != null; row = expected.takeFirst()) {
      missing(row);
    }
  }

  private void compare(ModelRow row) {
    Entry<RowKey, Facts> demanded = expected.takeUpTo(row.key());
    while (demanded != null && !demanded.getKey().equals(row.key())) {
      missing(demanded);
      demanded = expected.takeUpTo(row.key());
    }
    expected.settle(row.key());
    if (wanted.test(row.key())) {
      looked++;
      found(
          demanded == null
              ? verifiable(RowComparison.surplus(row), row, NOTHING)
              : held(demanded.getValue(), row));
    }
  }

  private Optional<Difference> held(Facts demanded, ModelRow row) {
    return verifiable(RowComparison.between(rowOf(demanded), row), row, demanded);
  }

  /** Without its beginning, the log does not tell what a row may have beyond what is left of it. */
  private Optional<Difference> verifiable(
      Optional<Difference> difference, ModelRow row, Facts demanded) {
    return cut && RowComparison.covers(row, demanded)
        ? difference.map(RowComparison::verifiable)
        : difference;
  }

  private void missing(Entry<RowKey, Facts> demanded) {
    found(Optional.of(RowComparison.missing(rowOf(demanded.getValue()))));
  }

  private ModelRow rowOf(Facts facts) {
    return rows.demandedBy(facts).getFirst();
  }

  private void found(Optional<Difference> difference) {
    difference.filter(it -> wanted.test(it.key())).ifPresent(found);
  }

  long messages() {
    return messages;
  }

  long looked() {
    return looked;
  }
}
