package com.huleedu.ras.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A lock on a table of the model, as of a session that was left open. */
final class TableLock implements AutoCloseable {
  private final Connection connection;

  private TableLock(Connection connection) {
    this.connection = connection;
  }

  /** Lets nobody write, and everybody read. */
  static TableLock againstWriters(String jdbcUrl, String table) {
    return take(jdbcUrl, table, "exclusive");
  }

  /** Lets nobody read, nor write. */
  static TableLock againstAll(String jdbcUrl, String table) {
    return take(jdbcUrl, table, "access exclusive");
  }

  private static TableLock take(String jdbcUrl, String table, String mode) {
    try {
      Connection connection = DriverManager.getConnection(jdbcUrl);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("lock table %s in %s mode".formatted(table, mode));
      }
      return new TableLock(connection);
    } catch (SQLException e) {
      throw new ExperimentFailedException("can't lock " + table, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new ExperimentFailedException("can't let go of a lock", e);
    }
  }
}
