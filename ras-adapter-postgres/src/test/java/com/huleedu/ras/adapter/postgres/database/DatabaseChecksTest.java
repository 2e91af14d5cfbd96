package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.checkup.Finding.State;
import com.huleedu.ras.testkit.contract.Findings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes of an operator at PostgreSQL, planted: what a checkup says of each. */
class DatabaseChecksTest {
  private final NewDatabase database = new NewDatabase();
  private InstantSource clock = InstantSource.system();

  private List<Finding> look(PostgresConfig config, String id) {
    return Findings.of(PostgresAdapter.checks(config, clock), id);
  }

  private PostgresConfig config() {
    return NewDatabase.config(database.url, null);
  }

  private void finds(PostgresConfig config, String id, State state, String... words) {
    Findings.assertOne(look(config, id), state, words);
  }

  /** The test server is neither durable nor encrypted. */
  @Test
  void beforeTheFirstStartAndAfterIt() {
    finds(config(), "P1", State.OK, "lets ");
    finds(config(), "P2", State.NOTE, "not encrypted");
    finds(config(), "P3", State.OK, "version ");
    finds(config(), "P4", State.OK, "the schema ras");
    finds(config(), "P5", State.NOTE, "no RAS in the schema ras yet", "./ras migrate");
    finds(config(), "L1", State.OK, "s apart");
    assertThat(database.fetch("select count(*) from pg_namespace where nspname = 'ras'"))
        .as("it changes nothing")
        .isEqualTo("0");

    NewDatabase.start(database.url, null);
    finds(config(), "P5", State.OK, "the newest");
  }

  @Test
  void aNewerSchemaAndAnOlderOne() {
    NewDatabase.start(database.url, null);
    database.execute(
        """
        update ras.flyway_schema_history set version = '99'
        where installed_rank = (select max(installed_rank) from ras.flyway_schema_history)
        """);
    finds(config(), "P5", State.FAIL, "not one that this version knows", "DATABASE_SCHEMA");

    database.execute("delete from ras.flyway_schema_history where version = '99'");
    finds(config(), "P5", State.NOTE, "1 newer to be applied", "./ras migrate");
  }

  @Test
  void aRoleThatMayNotMakeTheSchemaAndOneThatMayNotRebuild() {
    database.withRole(
        "maker",
        role -> {
          finds(
              database.as(role, null),
              "P4",
              State.FAIL,
              "CREATE SCHEMA ras AUTHORIZATION " + role + ";");
          database.execute("CREATE SCHEMA ras AUTHORIZATION " + role);
          finds(
              database.as(role, null),
              "P4",
              State.WARN,
              "./ras rebuild will fail",
              "GRANT CREATE ON DATABASE " + database.name + " TO " + role + ";");
        });
  }

  @Test
  void rolesThatMayOnlyRead() {
    NewDatabase.start(database.url, null);
    database.withRole(
        "reader",
        role -> {
          database.execute(
              "grant usage, create on schema ras to " + role,
              "grant select on all tables in schema ras to " + role);
          finds(
              database.as(role, null), "P4", State.FAIL, "may not write", "essay_results", "GRANT");
        });
    database.withRole(
        "readonly",
        role -> {
          database.execute(
              "grant create on database " + database.name + " to " + role,
              "grant all on schema ras to " + role,
              "grant all on all tables in schema ras to " + role,
              "alter role " + role + " set default_transaction_read_only = on");
          finds(
              database.as(role, null),
              "P4",
              State.FAIL,
              "are read-only",
              "default_transaction_read_only");
        });
  }

  @Test
  void tooFewConnections() {
    PostgresConfig many = new PostgresConfig(database.url, null, null, null, 1_000);
    assertThat(look(many, "P6"))
        .extracting(Finding::state, Finding::what)
        .anySatisfy(one ->
            assertThat(one.toList().toString())
                .contains("WARN", "an instance wants 1000 connections"));
  }

  @Test
  void aDatabaseThatDoesNotExist() {
    PostgresConfig absent = NewDatabase.config(database.url.replace(database.name, "absent"), null);
    assertThatThrownBy(() -> look(absent, "P1"))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("create the database, or correct its name in DATABASE_URL");
  }

  @Test
  void aSlotThatNobodyReads() {
    String slot = database.name + "_forgotten";
    database.execute("select pg_create_physical_replication_slot('%s')".formatted(slot));
    try {
      finds(config(), "P7", State.WARN, "nobody reads the replication slots", slot, "drop");
    } finally {
      database.execute("select pg_drop_replication_slot('%s')".formatted(slot));
    }
    finds(config(), "P7", State.OK, "no idle slots");
  }

  @Test
  void aTransactionThatNobodyEnds() throws SQLException {
    try (Connection idle = DriverManager.getConnection(database.url);
        Connection asking = DriverManager.getConnection(database.url);
        Statement statement = asking.createStatement()) {
      idle.setAutoCommit(false);
      idle.createStatement().execute("select 1");

      assertThat(new UpkeepChecks("ras", Duration.ZERO).upkeep(statement))
          .anySatisfy(finding -> {
            assertThat(finding.state()).isEqualTo(State.WARN);
            assertThat(finding.what()).contains("has been idle in a transaction for ", "(pid ");
            assertThat(finding.advice()).contains("pg_terminate_backend(");
          });
      assertThat(new UpkeepChecks("ras", UpkeepChecks.IDLE).upkeep(statement))
          .noneMatch(finding -> finding.what().contains("idle in a transaction"));
    }
  }

  @Test
  void aClockThatIsOff() {
    clock = () -> Instant.now().plus(Duration.ofMinutes(2));
    finds(config(), "L1", State.WARN, "12", "s apart", "NTP");
  }
}
