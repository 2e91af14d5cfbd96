package com.huleedu.ras.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes PostgreSQL run out of what it needs, without a right of the machine's administrator. */
final class Shortage implements AutoCloseable {
  private static final List<String> TABLES =
      List.of("batch_results", "phase_outcomes", "essay_results");

  private final String jdbcUrl;
  private final List<Connection> taken = new ArrayList<>();

  Shortage(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** Takes every connection there is, those of the service too. */
  void takeConnections() {
    try {
      taken.add(DriverManager.getConnection(jdbcUrl));
      takeTheRest();
      execute(
          taken.getFirst(),
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where application_name = 'result_aggregator_service'");
      // What the service gave back; it tries to get it again at the same time.
      for (int attempt = 0; attempt < 50; attempt++) {
        takeTheRest();
      }
    } catch (SQLException e) {
      throw new ExperimentFailedException("can't take the connections", e);
    }
  }

  private void takeTheRest() {
    try {
      while (true) {
        taken.add(DriverManager.getConnection(jdbcUrl));
      }
    } catch (SQLException noneLeft) {
      // As wanted.
    }
  }

  void returnConnections() {
    for (Connection connection : taken) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new ExperimentFailedException("can't return a connection", e);
      }
    }
    taken.clear();
  }

  /**
   * Lets every write to the model fail as it does on a full disk: the same SQLSTATE, from the same
   * server, in the middle of the transaction.
   */
  void fillDisk() {
    onNewConnection(
        """
        create function full_disk() returns trigger language plpgsql as $$
        begin
          raise exception 'could not extend file: No space left on device'
            using errcode = 'disk_full';
        end $$
        """);
    TABLES.forEach(table ->
        onNewConnection(
            "create trigger full_disk before insert or update on %s for each row execute function full_disk()"
                .formatted(table)));
  }

  void emptyDisk() {
    onNewConnection("drop function full_disk() cascade");
  }

  private void onNewConnection(String sql) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      execute(connection, sql);
    } catch (SQLException e) {
      throw new ExperimentFailedException("the database does not take " + sql, e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    returnConnections();
  }
}
