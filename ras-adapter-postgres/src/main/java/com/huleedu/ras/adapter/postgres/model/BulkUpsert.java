package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import java.util.Collection;
import java.util.List;
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
    List<F> rows = List.copyOf(facts);
    for (int start = 0; start < rows.size(); start += ROWS) {
      dsl.execute(sql, parameters(rows.subList(start, Math.min(rows.size(), start + ROWS))));
    }
  }

  private Object[] parameters(List<F> rows) {
    return columns.stream().map(column -> texts(column, rows)).toArray();
  }

  private static <F> @Nullable String[] texts(Column<F> column, List<F> rows) {
    @Nullable String[] texts = new @Nullable String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = column.text(rows.get(i));
    }
    return texts;
  }
}
