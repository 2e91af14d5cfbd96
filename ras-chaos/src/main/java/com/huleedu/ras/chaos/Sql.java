package com.huleedu.ras.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What is done to the model past the service, by who owns the server. */
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

  static long number(String jdbcUrl, String query) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new ExperimentFailedException("the database does not answer " + query, e);
    }
  }
}
