package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Merges facts of one kind into their table, many rows to a statement. */
final class BulkUpsert<F> {
  /** Enough that the round trip costs little, few enough that a statement stays small. */
  private static final int ROWS = 1_000;

  private final List<Column<F>> columns;
  private final String sql;

  BulkUpsert(UpsertTable<F> table) {
    this.columns = table.columns();
    this.sql = UpsertSql.of(table);
  }

  /**
   * @param facts one to a key, since PostgreSQL refuses to update a row twice in a statement, and
   *     sorted by key, since writers that lock in the same order can't deadlock
   */
  void execute(DSLContext dsl, Collection<F> facts) {
    pieces(facts).forEach(rows -> dsl.execute(sql, parameters(rows)));
  }

  /** Of a statement each. */
  List<List<F>> pieces(Collection<F> facts) {
    List<F> rows = List.copyOf(facts);
    List<List<F>> pieces = new ArrayList<>();
    for (int start = 0; start < rows.size(); start += ROWS) {
      pieces.add(rows.subList(start, Math.min(rows.size(), start + ROWS)));
    }
    return pieces;
  }

  /**
   * @param more the parameters that follow
   */
  Object[] parameters(List<F> rows, Object... more) {
    return Stream.concat(columns.stream().map(column -> texts(column, rows)), Stream.of(more))
        .toArray();
  }

  private static <F> @Nullable String[] texts(Column<F> column, List<F> rows) {
    @Nullable String[] texts = new @Nullable String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = column.text(rows.get(i));
    }
    return texts;
  }
}
