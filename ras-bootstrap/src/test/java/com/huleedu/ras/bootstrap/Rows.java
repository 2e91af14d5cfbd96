package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rows of the model, as text: those of a database, and those that a pure fold demands. */
final class Rows {
  private static final List<String> TABLES =
      List.of(
          "batch_results", "batch_pipelines", "phase_outcomes", "rejected_files", "essay_results");

  private Rows() {}

  /**
   * A connection on which names without a schema are those of the model, and which may write there
   * though it is no process of today.
   */
  static Connection model(String jdbcUrl) throws SQLException {
    return DriverManager.getConnection(
        "%s&currentSchema=%s&options=-c%%20ras.generation=2"
            .formatted(jdbcUrl, PostgresConfig.DEFAULT_SCHEMA));
  }

  static List<String> of(String jdbcUrl) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = model(jdbcUrl)) {
      for (String table : TABLES) {
        try (ResultSet result =
            connection
                .createStatement()
                .executeQuery("select t::text from %s t order by 1".formatted(table))) {
          while (result.next()) {
            rows.add(table + " " + result.getString(1));
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many messages are projected, by the positions of the partitions. */
  static long projected(String jdbcUrl) {
    try {
      return number(jdbcUrl, "select coalesce(sum(next_offset), 0) from stream_positions");
    } catch (IllegalStateException notMigratedYet) {
      return 0;
    }
  }

  static long deadLetters(String jdbcUrl) {
    return number(jdbcUrl, "select count(*) from dead_letters");
  }

  static long deadLetters(String jdbcUrl, String errorType) {
    return number(
        jdbcUrl, "select count(*) from dead_letters where error_type = '" + errorType + "'");
  }

  /**
   * Where the messages of some dead letters lie, as {@code topic/partition/offset}.
   *
   * @param which a condition on the table
   */
  static List<String> deadLetterPlaces(String jdbcUrl, String which) {
    String places =
        text(
            jdbcUrl,
            """
            select coalesce(string_agg(topic || '/' || partition || '/' || kafka_offset, ' '), '')
            from dead_letters where
            """
                + which);
    return places.isEmpty() ? List.of() : List.of(places.split(" "));
  }

  /** Past the service. */
  static void execute(String jdbcUrl, String statement) {
    try (Connection connection = model(jdbcUrl)) {
      connection.createStatement().execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one text that a statement returns. */
  static String text(String jdbcUrl, String statement) {
    try (Connection connection = model(jdbcUrl);
        ResultSet result = connection.createStatement().executeQuery(statement)) {
      result.next();
      return result.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one number that a query yields. */
  static long number(String jdbcUrl, String query) {
    try (Connection connection = model(jdbcUrl);
        ResultSet result = connection.createStatement().executeQuery(query)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rows of an empty database into which the finished fold was inserted, with no merge. */
  static List<String> ofFold(Collection<CompletionEvent> events) {
    String url = EmbeddedServers.postgres().createDatabase("fold");
    try (PostgresAdapter postgres =
        PostgresAdapter.connect(
            new PostgresConfig(url, null, null, 2), new SimpleMeterRegistry())) {
      postgres.migrate();
      Facts facts = Facts.fold(events);
      postgres
          .transactions()
          .inTransaction(() -> {
            postgres.batchRepository().record(facts);
            return true;
          });
    }
    return of(url);
  }
}
