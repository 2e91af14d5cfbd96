package com.huleedu.ras.benchmarks.bare;

import com.huleedu.ras.domain.batch.Facts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that some events change, as columns of texts, ready to be sent. */
public final class Fold {
  private final Map<BareTable, List<@Nullable String[]>> columns = new LinkedHashMap<>();
  private long changes;

  public Fold(Facts facts) {
    add(BareTable.BATCHES, facts.batches().values().stream().map(BareTable::row).toList());
    add(BareTable.OUTCOMES, facts.outcomes().values().stream().map(BareTable::row).toList());
    add(BareTable.ESSAYS, facts.essays().values().stream().map(BareTable::row).toList());
  }

  private void add(BareTable table, List<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    changes += rows.size();
    List<@Nullable String[]> texts = new ArrayList<>();
    for (int column = 0; column < table.width(); column++) {
      texts.add(texts(rows, column));
    }
    columns.put(table, texts);
  }

  private static @Nullable String[] texts(List<@Nullable Object[]> rows, int column) {
    @Nullable String[] texts = new @Nullable String[rows.size()];
    for (int row = 0; row < texts.length; row++) {
      texts[row] = BareTable.text(rows.get(row)[column]);
    }
    return texts;
  }

  /** How many rows it changes. */
  public long changes() {
    return changes;
  }

  /** The statements of one connection. */
  static final class Statements {
    private final Connection connection;
    private final Map<BareTable, PreparedStatement> upserts = new LinkedHashMap<>();

    Statements(Connection connection) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(false);
      for (BareTable table : List.of(BareTable.BATCHES, BareTable.OUTCOMES, BareTable.ESSAYS)) {
        upserts.put(table, connection.prepareStatement(table.upsert()));
      }
    }

    /** Writes all of it in one transaction. */
    void write(Fold fold) throws SQLException {
      for (Map.Entry<BareTable, List<@Nullable String[]>> rows : fold.columns.entrySet()) {
        BareTable table = rows.getKey();
        PreparedStatement upsert = upserts.get(table);
        if (upsert == null) {
          throw new IllegalStateException("no statement");
        }
        for (int i = 0; i < table.width(); i++) {
          upsert.setArray(
              i + 1, connection.createArrayOf(table.elementType(i), rows.getValue().get(i)));
        }
        upsert.executeUpdate();
      }
      connection.commit();
    }
  }

  /** What makes the tables, in a schema of their own. */
  static List<String> createTables() {
    List<String> commands = new ArrayList<>();
    commands.add("drop schema if exists bare cascade");
    commands.add("create schema bare");
    commands.add("set search_path to bare");
    for (BareTable table : List.of(BareTable.BATCHES, BareTable.OUTCOMES, BareTable.ESSAYS)) {
      commands.add(table.create());
    }
    return commands;
  }
}
