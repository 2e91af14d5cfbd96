package com.huleedu.ras.benchmarks;

import com.huleedu.ras.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases of the one server, and questions to them. */
final class Databases {
  private final PostgresServer postgres;

  private Databases(PostgresServer postgres) {
    this.postgres = postgres;
  }

  /**
   * Of a server that has room for pages and for changes between two checkpoints as whoever runs one
   * gives it. The defaults, 128 MB and 1 GB, are for the smallest of machines.
   */
  static Databases of(PostgresServer postgres) {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl())) {
      execute(
          connection,
          "alter system set shared_buffers = '1GB'",
          "alter system set max_wal_size = '4GB'");
    } catch (SQLException refused) {
      throw new MeasurementFailedException("PostgreSQL could not be set up", refused);
    }
    postgres.restart();
    return new Databases(postgres);
  }

  String create() {
    return postgres.createDatabase("bench");
  }

  /** A new database with all that is in another one, to which nobody may be connected. */
  String copy(String jdbcUrl) throws SQLException {
    String url = create();
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl())) {
      execute(
          connection,
          "drop database " + name(url),
          // As files: page by page through the log it would be twice as much to write.
          "create database " + name(url) + " template " + name(jdbcUrl) + " strategy file_copy");
    }
    return url;
  }

  void drop(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl())) {
      execute(connection, "drop database " + name(jdbcUrl) + " with (force)");
    }
  }

  private static String name(String jdbcUrl) {
    return jdbcUrl.substring(jdbcUrl.lastIndexOf('/') + 1, jdbcUrl.indexOf('?'));
  }

  /** The same database, with the schema of the model as the current one. */
  static String withSchema(String jdbcUrl) {
    return jdbcUrl + "&currentSchema=ras";
  }

  /** How many messages a model has taken in, over all partitions. */
  static long projected(Connection connection) throws SQLException {
    return number(connection, "select coalesce(sum(next_offset), 0) from ras.stream_positions");
  }

  /** How many bytes the server has written to its log of changes, ever. */
  static long walBytes(Connection connection) throws SQLException {
    return number(connection, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint");
  }

  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  static void execute(Connection connection, String... commands) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  /** Writes out what is dirty, so that none of it burdens what is measured next. */
  void checkpoint() throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl())) {
      execute(connection, "checkpoint");
    }
  }
}
