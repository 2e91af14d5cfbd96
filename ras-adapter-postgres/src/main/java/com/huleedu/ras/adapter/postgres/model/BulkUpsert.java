package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.database.BinaryArray;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
  void execute(Connection connection, Collection<F> facts) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<F> rows : pieces(facts)) {
        bind(statement, rows);
        statement.executeUpdate();
      }
    }
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

  /** To the first parameters of a statement that has this one within it. */
  void bind(PreparedStatement statement, List<F> rows) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      Column<F> column = columns.get(i);
      List<@Nullable Object> values = new ArrayList<>(rows.size());
      rows.forEach(row -> values.add(column.value().apply(row)));
      statement.setObject(i + 1, new BinaryArray(column.type(), values));
    }
  }
}
