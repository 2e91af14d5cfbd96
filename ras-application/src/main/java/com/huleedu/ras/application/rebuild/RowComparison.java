package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Cell;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a row is, held against what it should be. */
final class RowComparison {
  /** Of the characters of a value. */
  private static final int SHOWN = 1_000;

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

  /**
   * Whether all that the fold says is in the row, which may have more: from messages that Kafka no
   * longer has.
   */
  static boolean covers(ModelRow found, Facts expected) {
    Facts facts = found.facts();
    return facts != null && expected.merge(facts).equals(facts);
  }

  /** What is to be said of a row whose messages the log may have had: facts it may, no status. */
  static Difference verifiable(Difference difference) {
    List<Cell> wrong =
        difference.cells().stream().filter(cell -> isWrongStatus(difference, cell)).toList();
    return wrong.isEmpty()
        ? new Difference(difference.key(), Kind.NOT_VERIFIABLE, difference.cells())
        : new Difference(difference.key(), Kind.WRONG, wrong);
  }

  private static boolean isWrongStatus(Difference difference, Cell cell) {
    return difference.key().table() == ModelTable.BATCH_RESULTS
        && cell.column().equals(ModelRow.STATUS)
        && !ModelRow.AS_FACTS_SAY.equals(cell.found());
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
        cells.add(new Cell(column, shown(wanted), shown(stored)));
      }
    }
    return cells;
  }

  /** What a person can read; a whole error may have a megabyte. */
  private static @Nullable String shown(@Nullable String value) {
    if (value == null || value.length() <= SHOWN) {
      return value;
    }
    int end = Character.isHighSurrogate(value.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    return "%s… (%s characters)".formatted(value.substring(0, end), value.length());
  }
}
