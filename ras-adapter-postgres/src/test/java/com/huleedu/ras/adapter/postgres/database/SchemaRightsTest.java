package com.huleedu.ras.adapter.postgres.database;

import static com.huleedu.ras.adapter.postgres.database.NewDatabase.config;
import static com.huleedu.ras.adapter.postgres.database.NewDatabase.connect;
import static com.huleedu.ras.adapter.postgres.database.NewDatabase.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

/** What an operator reads whose schema is not as it has to be, and that what is said helps. */
class SchemaRightsTest {
  private final NewDatabase database = new NewDatabase();

  @Test
  void whoMayNotMakeTheSchemaIsToldWhatToRun() {
    database.withRole(
        "maker",
        role -> {
          assertThatThrownBy(() -> database.startAs(role, null))
              .isInstanceOf(MisconfiguredException.class)
              .hasMessageContaining("CREATE SCHEMA ras AUTHORIZATION " + role + ";")
              .hasMessageContaining(
                  "GRANT CREATE ON DATABASE " + database.name + " TO " + role + ";");
          database.execute("CREATE SCHEMA ras AUTHORIZATION " + role);
          assertThat(database.startAs(role, null)).isEqualTo("ras");
          // All rights it needs are there, but for those of a rebuild.
          try (PostgresAdapter adapter =
                  PostgresAdapter.connect(database.as(role, null), new SimpleMeterRegistry());
              SideModels sides = adapter.sideModels();
              SideModel side = sides.open(SideModels.Kind.REBUILT)) {
            assertThatThrownBy(side::create)
                .isInstanceOf(MisconfiguredException.class)
                .hasMessageContaining(
                    "GRANT CREATE ON DATABASE " + database.name + " TO " + role + ";");
          }
        });
  }

  @Test
  void whoMayNotUseTheSchemaIsToldWhatToRun() {
    database.withRole(
        "user",
        role -> {
          String grant = "GRANT USAGE, CREATE ON SCHEMA ras TO " + role + ";";
          database.execute("create schema ras");
          assertThatThrownBy(() -> database.startAs(role, null))
              .isInstanceOf(MisconfiguredException.class)
              .hasMessageContaining(grant);
          database.execute("grant usage on schema ras to " + role);
          assertThatThrownBy(() -> database.startAs(role, null))
              .isInstanceOf(MisconfiguredException.class)
              .hasMessageContaining("permission denied for schema ras")
              .hasMessageContaining(grant);
          database.execute(grant);
          assertThat(database.startAs(role, null)).isEqualTo("ras");
        });
  }

  @Test
  void whoMayNotChangeTheTablesIsToldWhatToRun() {
    start(database.url, null);
    database.execute(
        "alter table ras.dead_letters drop column message_digest",
        "delete from ras.flyway_schema_history where version::int > 3");
    database.withRole(
        "guest",
        role -> {
          database.execute(
              "grant usage, create on schema ras to " + role,
              "grant all on all tables in schema ras to " + role);
          assertThatThrownBy(() -> database.startAs(role, null))
              .isInstanceOf(MisconfiguredException.class)
              .hasMessageContaining("must be owner of table")
              .hasMessageContaining("ras migrate")
              .hasMessageContaining("OWNER TO " + role + ";");
        });
  }

  @Test
  void aSchemaOfAnotherIsRefused() {
    database.execute("create schema ras", "create table ras.batch_results (id int)");
    assertThatThrownBy(() -> start(database.url, null))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("the schema ras holds something that is not of RAS")
        .hasMessageContaining("DATABASE_SCHEMA");
    assertThat(start(database.url, "results")).isEqualTo("results");
  }

  @Test
  void aSchemaThatThisVersionDoesNotKnowIsRefused() {
    start(database.url, null);
    database.execute("update ras.flyway_schema_history set checksum = 1 where version = '1'");
    assertThatThrownBy(() -> start(database.url, null))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("version");
  }

  @Test
  void aSchemaThatIsNewerIsRefused() {
    start(database.url, null);
    database.execute(
        """
        insert into ras.flyway_schema_history
        select 99, '99', 'of tomorrow', 'SQL', 'V99__of_tomorrow.sql', 1, 'me', now(), 1, true
        """);
    assertThatThrownBy(() -> start(database.url, null))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("99")
        .hasMessageContaining("start the version that made it");
  }

  /** A pooler that drops start-up options, with time-outs and search path from the role. */
  @Test
  void aSearchPathThatIsNotInForceIsRefused() throws Exception {
    try (var connection = DriverManager.getConnection(database.url)) {
      PostgresConfig config = config(database.url, "ras");
      assertThatThrownBy(() -> ModelSchema.checkInForce(connection, config))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("search_path is public")
          .hasMessageContaining("ALTER ROLE … SET search_path = \"ras\"");
      start(database.url, null);
      connection.createStatement().execute("set search_path = ras, public");
      assertThatThrownBy(() -> ModelSchema.checkInForce(connection, config))
          .hasMessageContaining("ras, public");
      connection.createStatement().execute("set search_path = ras");
      ModelSchema.checkInForce(connection, config);
      // A rebuild would write to the live tables.
      assertThatThrownBy(
              () -> ModelSchema.checkInForceBeside(connection, config.inSchema("ras_rebuild")))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("search_path is ras instead of the schema ras_rebuild")
          .hasMessageNotContaining("ALTER ROLE");
    }
  }

  @Test
  void whoDoesNotMigrateSaysThatThereIsNoModel() {
    try (PostgresAdapter adapter = connect(database.url, "nothing")) {
      assertThatThrownBy(adapter::requireModel)
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("no RAS in the schema nothing");
      adapter.migrate();
      adapter.requireModel();
    }
  }
}
