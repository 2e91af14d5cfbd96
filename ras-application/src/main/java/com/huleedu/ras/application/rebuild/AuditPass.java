package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelRows;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One reading of the log and one look at the rows that are wanted. The log is read up to exactly
 * the positions of the state in which the rows are looked at.
 */
final class AuditPass {
  /** Few enough to be read while the state that they belong to is held. */
  private static final long NEARLY_THERE = 5_000;

  private static final int ROUNDS = 10;

  private final MessageLog log;
  private final ModelRows rows;
  private final Predicate<RowKey> wanted;
  private final Progress progress;
  private final boolean cut;
  private final DeadLetterCheck letters;
  private final ExpectedRows expected;
  private final Map<Partition, Long> reached = new HashMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private long messages;
  private long looked;

  AuditPass(MessageLog log, ModelRows rows, Predicate<RowKey> wanted, Progress progress) {
    this.log = log;
    this.rows = rows;
    this.wanted = wanted;
    this.progress = progress;
    List<LogPartition> partitions = log.partitions();
    this.cut = partitions.stream().anyMatch(LogPartition::isCut);
    this.letters =
        new DeadLetterCheck(
            partitions.stream()
                .collect(Collectors.toMap(LogPartition::partition, LogPartition::topicId)));
    this.expected = new ExpectedRows(wanted);
  }

  /** The work; told to end, it may have looked at a part of the rows only, or at none. */
  void run(String name) {
    for (int round = 0; round < ROUNDS && progress.goOn(); round++) {
      List<Position> positions =
          rows.onSnapshot(state -> {
            letters.deadLetters(state.deadLetters());
            return state.positions();
          });
      if (readTo(positions, "reading the log" + name) < NEARLY_THERE) {
        break;
      }
    }
    if (progress.goOn()) {
      rows.onSnapshot(state -> {
        letters.deadLetters(state.deadLetters());
        readTo(state.positions(), "reading on" + name);
        if (progress.goOn()) {
          progress.startStep("comparing rows" + name, 0);
          state.rows(this::compare);
          expected.takeRest(this::missing);
        }
        return true;
      });
    }
    letters.differences().stream()
        .filter(difference -> wanted.test(difference.key()))
        .forEach(differences::add);
  }

  /** Returns how much there was to read. */
  private long readTo(List<Position> positions, String step) {
    Map<Partition, LogRange> ranges = AuditRanges.projected(log.partitions(), positions, reached);
    long size = AuditRanges.size(ranges);
    progress.startStep(step, size);
    log.read(ranges, this::fold);
    return size;
  }

  private boolean fold(Poll poll) {
    expected.fold(letters.applied(poll));
    for (Advance advance : poll.advances()) {
      reached.put(advance.partition(), advance.to());
      progress.advance(advance.to() - advance.from());
    }
    messages += poll.messages().size();
    return progress.goOn();
  }

  private void compare(List<ModelRow> page) {
    List<ModelRow> mine = page.stream().filter(row -> wanted.test(row.key())).toList();
    Facts facts = expected.take(mine.stream().map(ModelRow::key).toList());
    Map<RowKey, ModelRow> demanded =
        rows.demandedBy(facts).stream()
            .collect(Collectors.toMap(ModelRow::key, Function.identity()));
    for (ModelRow found : mine) {
      ModelRow wantedRow = demanded.get(found.key());
      Optional<Difference> difference =
          wantedRow == null
              ? RowComparison.surplus(found)
              : RowComparison.between(wantedRow, found);
      difference.map(it -> verifiable(it, found, facts)).ifPresent(differences::add);
    }
    looked += mine.size();
    progress.advance(page.size());
  }

  /** Without its beginning, the log does not tell what a row may have beyond what is left of it. */
  private Difference verifiable(Difference difference, ModelRow found, Facts facts) {
    return cut && RowComparison.covers(found, RowComparison.only(facts, found.key()))
        ? new Difference(difference.key(), Kind.NOT_VERIFIABLE, difference.cells())
        : difference;
  }

  private void missing(Facts facts) {
    rows.demandedBy(facts).forEach(row -> differences.add(RowComparison.missing(row)));
  }

  List<Difference> differences() {
    return differences;
  }

  long messages() {
    return messages;
  }

  long looked() {
    return looked;
  }
}
