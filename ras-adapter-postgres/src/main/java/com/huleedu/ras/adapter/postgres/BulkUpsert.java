package com.huleedu.ras.adapter.postgres;

import com.huleedu.ras.adapter.postgres.UpsertTable.Column;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Merges facts of one kind into their table, many rows to a statement. */
final class BulkUpsert<K extends Comparable<K>, F> {
  /** Enough that the round trip costs little, few enough that a statement stays small. */
  private static final int ROWS = 1_000;

  private final Function<F, K> key;
  private final BinaryOperator<F> merge;
  private final List<Column<F>> columns;
  private final String sql;

  BulkUpsert(UpsertTable<F> table, Function<F, K> key, BinaryOperator<F> merge) {
    this.key = key;
    this.merge = merge;
    this.columns = table.columns();
    this.sql = UpsertSql.of(table);
  }

  void execute(DSLContext dsl, Collection<F> facts) {
    List<F> rows = inOrder(facts);
    for (int start = 0; start < rows.size(); start += ROWS) {
      dsl.execute(sql, parameters(rows.subList(start, Math.min(rows.size(), start + ROWS))));
    }
  }

  /**
   * Sorted by key, since writers that lock in the same order can't deadlock; one row to a key,
   * since PostgreSQL refuses to update a row twice in a statement.
   */
  private List<F> inOrder(Collection<F> facts) {
    SortedMap<K, F> sorted = new TreeMap<>();
    facts.forEach(fact -> sorted.merge(key.apply(fact), fact, merge));
    return List.copyOf(sorted.values());
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
