package com.huleedu.ras.adapter.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.adapter.postgres.database.Failures;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import com.huleedu.ras.testkit.history.Histories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A process of the first generation that goes on after the migration: with the statements as it was
 * released with them, over a connection as it made them.
 */
class FirstGenerationTest {
  private static final List<String> STATEMENTS =
      List.of(
          "insert into dead_letters (topic, topic_id, partition, kafka_offset, timestamp_millis,"
              + " header_names, header_values, error_type, error_detail, dead_lettered_at)"
              + " values ('t', 'id', 0, 0, 0, '{}', '{}', 'MALFORMED', 'why', now())",
          "update dead_letters set state = 'replayed' where id = 1",
          "delete from dead_letters where id = 1",
          "insert into dead_letter_history (letter_id, entered_at, action, detail)"
              + " values (1, now(), 'discarded', 'why')",
          "delete from dead_letter_history",
          "insert into stream_positions (topic, partition, topic_id, next_offset)"
              + " select * from unnest('{t}'::text[], '{0}'::int[], '{id}'::text[], '{0}'::bigint[])"
              + " on conflict (topic, partition) do update set next_offset = excluded.next_offset",
          "with moved as (update stream_positions as p set next_offset = 1 where p.topic = 't')"
              + " select true",
          "update lineage set id = gen_random_uuid() where id = gen_random_uuid()",
          "update batch_results as b set status = n.status"
              + " from unnest('{b}'::text[], '{cancelled}'::text[]) as n (batch_id, status)"
              + " where b.batch_id = n.batch_id");

  private final PostgresFixture store = new PostgresFixture();

  @BeforeEach
  void forgetWhoWritesByHand() {
    store
        .direct()
        .execute(
            "alter database "
                + store.direct().fetchValue("select current_database()")
                + " reset ras.generation");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void isRefusedWhateverItWritesAndTakesItForAnOutage() throws Exception {
    assertIsRefused();
    store.record(Facts.fold(Histories.random(1, 40)));
    assertThat(store.storedFacts()).isEqualTo(Facts.fold(Histories.random(1, 40)));
    assertIsRefused();
  }

  @Test
  void mayReadAndIsNamed() throws Exception {
    assertThat(store.adapter().firstGeneration()).isEmpty();
    try (Connection old = connect()) {
      assertThat(old.createStatement().executeQuery("select count(*) from essay_results").next())
          .isTrue();
      assertThat(store.adapter().firstGeneration()).hasSize(1);
    }
  }

  /** The tables that a rebuild made refuse it, and go on to when the schema beside is gone. */
  @Test
  void isRefusedAfterARebuildToo() throws Exception {
    store.record(Facts.fold(Histories.random(1, 40)));
    for (SideModels.Kind kind : List.of(SideModels.Kind.REBUILT, SideModels.Kind.PREVIOUS)) {
      try (SideModels models = store.adapter().sideModels();
          SideModel side = models.open(kind)) {
        side.create();
        if (kind == SideModels.Kind.REBUILT) {
          side.begin(List.of(), true);
        }
        side.findDiffering();
        assertThat(
                side.holdingWriters(held -> {
                  held.swap(false);
                  return true;
                }))
            .contains(true);
      }
      assertIsRefused();
    }
    try (SideModels models = store.adapter().sideModels();
        SideModel previous = models.open(SideModels.Kind.PREVIOUS)) {
      previous.drop();
    }
    assertIsRefused();
    assertThat(store.storedFacts()).isEqualTo(Facts.fold(Histories.random(1, 40)));
    store.record(Facts.fold(Histories.random(2, 40)));
  }

  private void assertIsRefused() throws Exception {
    for (String table : List.of("batch_results", "phase_outcomes", "essay_results")) {
      Path file =
          Path.of("src", "test", "resources", "first-generation", "upsert_" + table + ".sql");
      assertRefused(table, () -> executeForNothing(file));
    }
    for (String statement : STATEMENTS) {
      assertRefused(statement, () -> execute(statement));
    }
  }

  /** As {@link Failures} judged already then: neither about the data, nor a conflict. */
  private static void assertRefused(String what, ThrowingCallable work) {
    assertThatThrownBy(work)
        .as(what)
        .isInstanceOfSatisfying(
            SQLException.class,
            refused -> {
              assertThat(refused.getSQLState()).isEqualTo("55000");
              assertThat(Failures.isConflict(refused)).isFalse();
              assertThat(Failures.of(refused))
                  .isInstanceOf(UnavailableException.class)
                  .hasMessageContaining("second generation of RAS")
                  .hasMessageContaining("stop it");
            });
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(store.url() + "&ApplicationName=result_aggregator_service");
  }

  private void execute(String statement) throws SQLException {
    try (Connection old = connect()) {
      old.createStatement().execute(statement);
    }
  }

  /** With no rows: the statement alone is refused. */
  private void executeForNothing(Path file) throws SQLException, IOException {
    String sql = Files.readString(file);
    try (Connection old = connect();
        PreparedStatement statement = old.prepareStatement(sql)) {
      int parameters = statement.getParameterMetaData().getParameterCount();
      for (int i = 1; i <= parameters; i++) {
        statement.setObject(i, "{}", Types.OTHER);
      }
      statement.execute();
    }
  }
}
