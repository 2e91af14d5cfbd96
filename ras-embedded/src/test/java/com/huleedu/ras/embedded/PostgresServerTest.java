package com.huleedu.ras.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @Test
  void committedRowsSurviveAStopAndAKill() throws SQLException {
    try (PostgresServer postgres = PostgresServer.start(null)) {
      execute(postgres.jdbcUrl(), "CREATE TABLE kept (n int)");
      execute(postgres.jdbcUrl(), "INSERT INTO kept VALUES (1)");
      postgres.restart();
      execute(postgres.jdbcUrl(), "INSERT INTO kept VALUES (2)");
      postgres.kill();
      postgres.start();
      assertThat(query(postgres.jdbcUrl(), "SELECT sum(n) FROM kept")).isEqualTo("3");
    }
  }

  @Test
  void durableMeansSyncedToTheDisk() throws SQLException {
    try (PostgresServer postgres = PostgresServer.start(null, true)) {
      assertThat(query(postgres.jdbcUrl(), "SHOW fsync")).isEqualTo("on");
      assertThat(query(postgres.jdbcUrl(), "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(query(postgres.jdbcUrl(), "SHOW max_connections")).isEqualTo("200");
    }
  }

  @Test
  void everyDatabaseIsEmptyAndItsOwn() throws SQLException {
    PostgresServer postgres = EmbeddedServers.postgres();
    String first = postgres.createDatabase("mine");
    String second = postgres.createDatabase("mine");
    execute(first, "CREATE TABLE only_in_the_first ()");
    assertThat(query(second, "SELECT to_regclass('only_in_the_first')")).isNull();
    assertThatThrownBy(() -> postgres.createDatabase("x; DROP"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aGivenDirectoryKeepsTheDataForAnotherServer(@TempDir Path data) throws SQLException {
    try (PostgresServer first = PostgresServer.start(data)) {
      execute(first.jdbcUrl(), "CREATE TABLE kept AS SELECT 7 AS n");
    }
    try (PostgresServer second = PostgresServer.start(data)) {
      assertThat(query(second.jdbcUrl(), "SELECT n FROM kept")).isEqualTo("7");
    }
  }

  @Test
  void anOpenConnectionDoesNotHoldUpAStop() throws SQLException {
    try (PostgresServer postgres = PostgresServer.start(null);
        Connection open = DriverManager.getConnection(postgres.jdbcUrl())) {
      assertThat(open.isValid(1)).isTrue();
      long begin = System.nanoTime();
      postgres.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      assertThat(postgres.directory().data().resolve("postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void closingLeavesNothingBehind() {
    PostgresServer postgres = PostgresServer.start(null);
    ProcessHandle process = ProcessHandle.of(postgres.pid()).orElseThrow();
    postgres.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(postgres.directory().path()).doesNotExist();
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
