package com.huleedu.ras.adapter.postgres.database;

import static com.huleedu.ras.adapter.postgres.database.NewDatabase.config;
import static com.huleedu.ras.adapter.postgres.database.NewDatabase.connect;
import static com.huleedu.ras.adapter.postgres.database.NewDatabase.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.migration.Migrations;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import com.huleedu.ras.embedded.EmbeddedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model lies in a schema of its own, whatever else the database holds. */
class SchemaTest {
  private static final String MODELS =
      """
      select string_agg(nspname || ':' || pg_get_userbyid(nspowner), ' ' order by nspname)
      from pg_namespace as s join pg_class as t on t.relnamespace = s.oid
      where t.relname = 'stream_positions'
      """;

  private final NewDatabase database = new NewDatabase();

  @Test
  void aNewModelGetsASchemaOfItsOwn() {
    assertThat(start(database.url, null)).isEqualTo("ras");
    assertThat(start(database.url, null)).as("the next time").isEqualTo("ras");
    assertThat(database.fetch(MODELS)).isEqualTo("ras:postgres");
    assertThat(database.fetch("select to_regclass('public.flyway_schema_history')")).isNull();
  }

  @Test
  void severalInstancesMayMakeItAtOnce() throws Exception {
    List<Callable<String>> instances = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      instances.add(() -> start(database.url, null));
    }
    try (var threads = Executors.newFixedThreadPool(instances.size())) {
      for (var instance : threads.invokeAll(instances)) {
        assertThat(instance.get()).isEqualTo("ras");
      }
    }
    assertThat(database.fetch("select count(*) from ras.lineage")).isEqualTo("1");
  }

  /** Both saw that there is none; one finds the other's when its own is refused (23505). */
  @Test
  void whoIsSecondToMakeItTakesThatOfTheFirst() throws Exception {
    try (var first = DriverManager.getConnection(database.url);
        var thread = Executors.newSingleThreadExecutor()) {
      first.setAutoCommit(false);
      first.createStatement().execute("create schema ras");
      Future<String> second = thread.submit(() -> start(database.url, null));
      await()
          .until(() ->
              "1"
                  .equals(
                      database.fetch(
                          """
                          select count(*) from pg_stat_activity
                          where datname = current_database() and wait_event_type = 'Lock'
                            and query like 'create schema%'
                          """)));
      first.commit();
      assertThat(second.get()).isEqualTo("ras");
    }
  }

  /** From then on it would write what the newer one does not expect. */
  @Test
  void aSchemaOfANewerVersionIsNamedAndLeftAlone() {
    start(database.url, null);
    database.execute(
        """
        insert into ras.flyway_schema_history
        select installed_rank + 1, '99', 'of tomorrow', 'SQL', 'V99__of_tomorrow.sql', 1,
          installed_by, now(), 1, true
        from ras.flyway_schema_history order by 1 desc limit 1
        """);
    assertThatThrownBy(() -> start(database.url, null))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("the schema ras is not one that this version knows")
        .hasMessageContaining("99");
  }

  /** As the versions before this one left it: in the schema that the server gave them. */
  @Test
  void aFirstModelInPublicIsFoundAndKept() {
    Migrations.run(config(database.url, "public"));
    database.execute("create schema ras", "create table ras.another (id int)");
    String lineage = database.fetch("select id from public.lineage");
    assertThat(start(database.url, null)).isEqualTo("public");
    assertThat(start(database.url, "public")).isEqualTo("public");
    assertThat(database.fetch("select id from public.lineage")).isEqualTo(lineage);
    assertThat(database.fetch(MODELS)).doesNotContain("ras:");
  }

  @Test
  void aFirstModelIsMovedAsTheDocumentationSays() throws Exception {
    Migrations.run(config(database.url, "public"));
    String lineage = database.fetch("select id from public.lineage");
    String page = Files.readString(Path.of("../docs/operations.md"));
    database.execute(
        page.replaceFirst("(?s).*\n    begin;(.*?)\n    commit;.*", "$1").replaceAll("--.*", ""));
    assertThat(start(database.url, null)).isEqualTo("ras");
    assertThat(database.fetch(MODELS)).isEqualTo("ras:postgres");
    assertThat(database.fetch("select id from ras.lineage")).isEqualTo(lineage);
    assertThat(database.fetch("select count(*) from pg_class where relnamespace = 2200"))
        .isEqualTo("0");
  }

  /** What the original service and others have in {@code public} is theirs. */
  @Test
  void neighboursAreNoObstacleAndLeftAlone() {
    database.execute(
        "create table batch_results (id int)",
        "insert into batch_results values (7)",
        "create table essay_results (id int)",
        "create table flyway_schema_history (installed_rank int)",
        "create type phase_outcomes as enum ('one')",
        "create function sha256(text) returns text language sql as 'select $1'");
    assertThat(start(database.url, null)).isEqualTo("ras");
    try (PostgresAdapter adapter = connect(database.url, null)) {
      assertThat(adapter.positions().lineage()).isNotNull();
      assertThat(adapter.batchRepository().find(new BatchId("7"))).isEmpty();
    }
    assertThat(database.fetch("select string_agg(id::text, ' ') from public.batch_results"))
        .isEqualTo("7");
  }

  /** A database that a DBA made for RAS, with a search path for its role. */
  @Test
  void aFirstModelThatTheSearchPathLedToIsFoundAndKept() {
    database.execute(
        "create schema results", "alter database " + database.name + " set search_path = results");
    Migrations.run(config(database.url, "results"));
    assertThat(start(database.url, null)).isEqualTo("results");
  }

  @Test
  void aSchemaThatIsNamedIsMadeAsItIsWritten() {
    for (String schema : List.of("second", "Capital", "_x1", "public")) {
      String other = EmbeddedServers.postgres().createDatabase("named");
      assertThat(start(other, schema)).isEqualTo(schema);
      assertThat(start(other + "&currentSchema=" + schema, null)).isEqualTo(schema);
    }
  }

  /** It would pass for the model that nobody looks at any more. */
  @Test
  void noEmptyModelIsMadeBesideOneThatWouldBeLeftBehind() {
    Migrations.run(config(database.url, "public"));
    for (String schema : List.of("ras", "another")) {
      assertThatThrownBy(() -> start(database.url, schema))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("DATABASE_SCHEMA is " + schema)
          .hasMessageContaining("DATABASE_SCHEMA=public")
          .hasMessageContaining("docs/operations.md");
    }
    assertThat(database.fetch(MODELS)).isEqualTo("public:pg_database_owner");
    String moved = EmbeddedServers.postgres().createDatabase("moved");
    start(moved, "ras");
    assertThatThrownBy(() -> start(moved, "public")).hasMessageContaining("DATABASE_SCHEMA=ras");
  }

  @Test
  void whichOfTwoIsMeantIsAsked() {
    Migrations.run(config(database.url, "public"));
    Migrations.run(config(database.url, "ras"));
    assertThatThrownBy(() -> start(database.url, null))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("public and another in ras")
        .hasMessageContaining("DATABASE_SCHEMA");
    assertThat(start(database.url, "ras")).isEqualTo("ras");
    try (PostgresAdapter adapter = connect(database.url, "public")) {
      // Their side models would be the same ones.
      assertThatThrownBy(adapter::sideModels)
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("ras_rebuild");
    }
  }

  /** Rebuilds included: their schemas and locks are those of each. */
  @Test
  void twoServicesInOneDatabaseDoNotMeet() {
    start(database.url, "one");
    start(database.url, "other");
    try (PostgresAdapter one = connect(database.url, "one");
        PostgresAdapter other = connect(database.url, "other");
        SideModels ofOne = one.sideModels();
        SideModels ofOther = other.sideModels();
        SideModel built = ofOne.open(SideModels.Kind.REBUILT);
        SideModel too = ofOther.open(SideModels.Kind.REBUILT)) {
      built.create();
      too.create();
      built.drop();
      assertThat(too.exists()).isTrue();
      assertThat(database.fetch(MODELS))
          .isEqualTo("one:postgres other:postgres other_rebuild:postgres");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a-b",
        "a,b",
        "\"a\"",
        "a\"b",
        "a;drop",
        "1a",
        "ä",
        "pg_mine",
        "$user",
        "a.b",
        "information_schema",
        "mine_rebuild",
        "mine_previous",
        "mine_swapping",
        "%s"
      })
  void whatIsNoNameOfASchemaIsNone(String name) {
    String tooLong = "a".repeat(54);
    assertThat(name.replace("%s", tooLong)).doesNotMatch(PostgresConfig.SCHEMA);
    assertThatThrownBy(
            () -> config(database.url + "&currentSchema=" + name.replace("%s", tooLong), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("currentSchema has to be the name of one schema");
  }

  @Test
  void twoSettingsThatDifferAreRefused() {
    assertThatThrownBy(() -> config(database.url + "&currentSchema=one", "other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DATABASE_SCHEMA");
    assertThatThrownBy(() -> config(database.url + "&options=-c%20search_path=one", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("search_path (DATABASE_SCHEMA");
  }
}
