package com.huleedu.ras.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A model as statements that make it, as the first generation left it. */
final class Dump {
  private static final List<String> TABLES =
      List.of(
          "batch_results",
          "phase_outcomes",
          "essay_results",
          "dead_letters",
          "dead_letter_history",
          "stream_positions",
          "lineage",
          "flyway_schema_history");

  /** As Flyway makes it. */
  private static final String HISTORY =
      """
      CREATE TABLE flyway_schema_history (
          installed_rank integer NOT NULL PRIMARY KEY,
          version        varchar(50),
          description    varchar(200) NOT NULL,
          type           varchar(20) NOT NULL,
          script         varchar(1000) NOT NULL,
          checksum       integer,
          installed_by   varchar(100) NOT NULL,
          installed_on   timestamp NOT NULL DEFAULT now(),
          execution_time integer NOT NULL,
          success        boolean NOT NULL
      );
      CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);
      """;

  private final Connection connection;

  private Dump(Connection connection) {
    this.connection = connection;
  }

  /** Makes the model in an empty database. */
  static void load(Path file, String jdbcUrl) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.createStatement().execute(Files.readString(file));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * All that {@link #load} needs.
   *
   * @param migrations the scripts that made the tables, in their order
   */
  static String of(String jdbcUrl, List<Path> migrations) {
    List<String> parts = new ArrayList<>();
    parts.add("CREATE SCHEMA ras;\nSET search_path = ras;\nSET timezone = 'UTC';\n");
    try (Connection connection = Rows.model(jdbcUrl)) {
      connection.createStatement().execute("set timezone = 'UTC'");
      for (Path migration : migrations) {
        parts.add("-- " + migration.getFileName() + "\n" + Files.readString(migration));
      }
      parts.add(HISTORY + "DELETE FROM lineage;\n");
      for (String table : TABLES) {
        parts.add(new Dump(connection).rows(table));
      }
      return String.join("\n", parts);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String rows(String table) throws SQLException {
    List<String> columns =
        texts(
            """
            select column_name from information_schema.columns
            where table_schema = 'ras' and table_name = '%s' and is_generated = 'NEVER'
            order by ordinal_position
            """
                .formatted(table));
    List<String> rows =
        texts(
            "select format('(%s)', concat_ws(', ', %s)) from %s order by 1"
                .formatted(
                    "%s",
                    String.join(
                        ", ", columns.stream().map("quote_nullable(%s)"::formatted).toList()),
                    table));
    return "INSERT INTO %s (%s)\nOVERRIDING SYSTEM VALUE VALUES\n%s;\n"
            .formatted(table, String.join(", ", columns), String.join(",\n", rows))
        + counter(table, columns);
  }

  /** Numbers that the database gives go on behind those that are there. */
  private String counter(String table, List<String> columns) throws SQLException {
    return columns.getFirst().equals("id") && !table.equals("lineage")
        ? "ALTER TABLE %s ALTER COLUMN id RESTART WITH %s;\n"
            .formatted(table, texts("select (max(id) + 1)::text from " + table).getFirst())
        : "";
  }

  private List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet result = connection.createStatement().executeQuery(query)) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
      return texts;
    }
  }
}
