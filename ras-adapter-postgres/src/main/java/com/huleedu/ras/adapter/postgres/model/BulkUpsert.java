package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.database.BinaryArray;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Merges facts of one kind into their table, many rows to a statement. */
final class BulkUpsert<F> {
  /** Enough that the round trip costs little, few enough that a statement stays small. */
  private static final int ROWS = 1_000;

  private final Form<F> usual;
  private final Form<F> full;
  private final List<Column<F>> seldom;

  BulkUpsert(UpsertTable<F> table) {
    this(table, sql -> sql);
  }

  /**
   * @param within makes the statement that has the merging one within it, its parameters first
   */
  BulkUpsert(UpsertTable<F> table, UnaryOperator<String> within) {
    this.usual = Form.of(table, column -> !column.seldom(), within);
    this.full = Form.of(table, _ -> true, within);
    this.seldom = table.columns().stream().filter(Column::seldom).toList();
  }

  /** One text of the statement, and what its parameters are. */
  private record Form<F>(List<Column<F>> columns, String sql) {
    static <F> Form<F> of(
        UpsertTable<F> table, Predicate<Column<F>> isSent, UnaryOperator<String> within) {
      return new Form<>(
          table.columns().stream().filter(isSent).toList(),
          within.apply(UpsertSql.of(table, isSent)));
    }
  }

  private boolean hasSeldom(F fact) {
    for (Column<F> column : seldom) {
      if (column.value().apply(fact) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param facts one to a key, since PostgreSQL refuses to update a row twice in a statement, and
   *     sorted by key, since writers that lock in the same order can't deadlock
   */
  void execute(Connection connection, Collection<F> facts) throws SQLException {
    forEach(
        facts,
        piece -> {
          try (PreparedStatement statement = piece.prepared(connection)) {
            statement.executeUpdate();
          }
        });
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

  /** Piece by piece: while the server works on one, the next is encoded on another thread. */
  void forEach(Collection<F> facts, EncodeAhead.Work<Piece> work) throws SQLException {
    EncodeAhead.forEach(pieces(facts), this::encoded, work);
  }

  /** What only the second generation says is not sent where nobody says it. */
  private Piece encoded(List<F> rows) throws SQLException {
    Form<F> form = rows.stream().anyMatch(this::hasSeldom) ? full : usual;
    List<BinaryArray> parameters = new ArrayList<>(form.columns().size());
    for (Column<F> column : form.columns()) {
      List<@Nullable Object> values = new ArrayList<>(rows.size());
      rows.forEach(row -> values.add(column.value().apply(row)));
      parameters.add(BinaryArray.encoded(column.type(), values));
    }
    return new Piece(form.sql(), parameters);
  }

  /** A statement and what it is sent with. */
  record Piece(String sql, List<BinaryArray> parameters) {
    PreparedStatement prepared(Connection connection) throws SQLException {
      PreparedStatement statement = connection.prepareStatement(sql);
      try {
        for (int i = 0; i < parameters.size(); i++) {
          statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
      } catch (SQLException | RuntimeException failure) {
        statement.close();
        throw failure;
      }
    }
  }

  /** For facts that have nothing of what is seldom. */
  String usualSql() {
    return usual.sql();
  }

  String fullSql() {
    return full.sql();
  }
}
