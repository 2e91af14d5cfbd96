package com.huleedu.ras.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/** What is asked of the database and done to it past the service, by who owns the server. */
final class Sql {
  private Sql() {}

  static void execute(String jdbcUrl, String... statements) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      // Who writes by hand has to say so.
      statement.execute("set ras.generation = '2'");
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new ExperimentFailedException(
          "the database does not take " + String.join("; ", statements), e);
    }
  }

  /** What is done with each row. */
  interface Row {
    void read(ResultSet row) throws SQLException;
  }

  static void query(String jdbcUrl, String sql, Row each) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        each.read(rows);
      }
    } catch (SQLException e) {
      throw new ExperimentFailedException("the database does not answer " + sql, e);
    }
  }

  /** The number that a query has one of. */
  static long number(String jdbcUrl, String sql) {
    AtomicLong number = new AtomicLong();
    query(jdbcUrl, sql, row -> number.set(row.getLong(1)));
    return number.get();
  }
}
