package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Cell;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a row is, held against what it should be. */
final class RowComparison {
  private RowComparison() {}

  static Difference missing(ModelRow expected) {
    return new Difference(expected.key(), Kind.MISSING_ROW, cells(expected, null));
  }

  static Optional<Difference> surplus(ModelRow found) {
    return found.isPlace()
        ? Optional.empty()
        : Optional.of(new Difference(found.key(), Kind.SURPLUS_ROW, cells(null, found)));
  }

  static Optional<Difference> between(ModelRow expected, ModelRow found) {
    List<Cell> cells = cells(expected, found);
    return cells.isEmpty()
        ? Optional.empty()
        : Optional.of(new Difference(found.key(), kind(cells), cells));
  }

  /** The part of the facts that lies in one row. */
  static Facts only(Facts facts, RowKey key) {
    SortedMap<BatchId, BatchFacts> batches = new TreeMap<>(facts.batches());
    batches.keySet().removeIf(id -> !key.equals(ExpectedRows.key(id)));
    SortedMap<OutcomeFacts.Key, OutcomeFacts> outcomes = new TreeMap<>(facts.outcomes());
    outcomes.keySet().removeIf(id -> !key.equals(ExpectedRows.key(id)));
    SortedMap<EssayId, EssayFacts> essays = new TreeMap<>(facts.essays());
    essays.keySet().removeIf(id -> !key.equals(ExpectedRows.key(id)));
    return new Facts(batches, outcomes, essays);
  }

  /**
   * Whether all that the fold says is in the row, which may have more: from messages that Kafka no
   * longer has.
   */
  static boolean covers(ModelRow found, Facts expected) {
    Facts facts = found.facts();
    return facts != null && expected.merge(facts).equals(facts);
  }

  private static Kind kind(List<Cell> cells) {
    if (cells.stream().allMatch(cell -> isNone(cell.found()))) {
      return Kind.MISSING_FACT;
    }
    return cells.stream().allMatch(cell -> isNone(cell.expected()))
        ? Kind.SURPLUS_FACT
        : Kind.WRONG;
  }

  private static boolean isNone(@Nullable String value) {
    return value == null || value.equals("{}");
  }

  private static List<Cell> cells(@Nullable ModelRow expected, @Nullable ModelRow found) {
    List<Cell> cells = new ArrayList<>();
    ModelRow either = expected == null ? Objects.requireNonNull(found) : expected;
    for (String column : either.columns().keySet()) {
      String wanted = expected == null ? null : expected.columns().get(column);
      String stored = found == null ? null : found.columns().get(column);
      if (!Objects.equals(wanted, stored)) {
        cells.add(new Cell(column, wanted, stored));
      }
    }
    return cells;
  }
}
