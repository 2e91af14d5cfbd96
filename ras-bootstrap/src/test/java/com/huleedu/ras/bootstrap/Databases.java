package com.huleedu.ras.bootstrap;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Copies one database, and swaps the copy in, as an operator would. */
final class Databases implements AutoCloseable {
  private final String name;
  private final Connection operator;

  Databases(String url) throws SQLException {
    this.name = url.replaceFirst(".*/([^/?]*)\\?.*", "$1");
    this.operator = DriverManager.getConnection(url.replace("/" + name + "?", "/postgres?"));
  }

  void copy() throws SQLException {
    shutOut();
    execute("create database %1$s_copy template %1$s");
    execute("alter database %1$s with allow_connections true");
  }

  void putBack() throws SQLException {
    shutOut();
    execute("alter database %1$s rename to %1$s_lost");
    execute("alter database %1$s_copy rename to %1$s");
    execute("alter database %1$s with allow_connections true");
  }

  private void shutOut() throws SQLException {
    execute("alter database %1$s with allow_connections false");
    execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '%1$s'");
    await().until(this::isAlone);
  }

  private boolean isAlone() throws SQLException {
    try (var result =
        operator
            .createStatement()
            .executeQuery("select from pg_stat_activity where datname = '" + name + "'")) {
      return !result.next();
    }
  }

  private void execute(String sql) throws SQLException {
    operator.createStatement().execute(sql.formatted(name));
  }

  @Override
  public void close() throws SQLException {
    operator.close();
  }
}
