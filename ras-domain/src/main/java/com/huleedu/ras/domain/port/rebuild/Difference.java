package com.huleedu.ras.domain.port.rebuild;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that is not what the log demands.
 *
 * @param cells the columns that differ; for a row that is missing or surplus, those with a value
 */
public record Difference(RowKey key, Kind kind, List<Cell> cells) {
  public Difference {
    cells = List.copyOf(cells);
  }

  /** One column; null is no value. */
  public record Cell(String column, @Nullable String expected, @Nullable String found) {
    @Override
    public String toString() {
      return "%s: expected %s, found %s".formatted(column, expected, found);
    }
  }

  /** In which way it differs. */
  public enum Kind {
    MISSING_ROW,
    /** The row is there and lacks something that it should have. */
    MISSING_FACT,
    SURPLUS_ROW,
    /** The row has something that no message says. */
    SURPLUS_FACT,
    WRONG,
    /** A message that nothing is said against lies as an open dead letter: the model lacks it. */
    NOT_APPLIED,
    /** It may come from messages that Kafka no longer has: nobody can say. Not a difference. */
    NOT_VERIFIABLE
  }

  @Override
  public String toString() {
    return "%s: %s %s".formatted(key, kind, cells);
  }
}
