package com.huleedu.ras.adapter.postgres.rebuild;

import static org.jooq.impl.DSL.val;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Failures;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that concerns a side schema and the live one at once. All names are qualified; it runs
 * where the live model's connections are.
 */
final class SideTables {
  private static final String GRANT =
      "select format('GRANT CREATE ON DATABASE %I TO %I;', current_database(), current_user)";

  private final Database database;
  private final SideSchemas schemas;

  SideTables(Database database, SideSchemas schemas) {
    this.database = database;
    this.schemas = schemas;
  }

  private int execute(String sql, @Nullable Object... parameters) {
    return database.run(Operation.REBUILD, dsl -> dsl.execute(schemas.in(sql), parameters));
  }

  private List<Record> fetch(String sql, Object... parameters) {
    return database.run(
        Operation.REBUILD, dsl -> List.copyOf(dsl.fetch(schemas.in(sql), parameters)));
  }

  boolean exists() {
    return !fetch("select from pg_namespace where nspname = ?", schemas.sideName()).isEmpty();
  }

  void createSchema() {
    try {
      execute("create schema if not exists :side");
    } catch (com.huleedu.ras.domain.RasException refused) {
      if (Failures.sqlState(refused).equals("42501")) {
        throw new MisconfiguredException(
            "PostgreSQL: the role may not make the schema %s, in which a rebuild works; let an administrator run: %s"
                .formatted(schemas.sideName(), fetch(GRANT).getFirst().get(0, String.class)),
            refused);
      }
      throw refused;
    }
  }

  /** Tables of two versions can't change places. */
  void checkVersion() {
    String sql =
        "select (select max(installed_rank) from :live.flyway_schema_history where success)"
            + " is not distinct from"
            + " (select max(installed_rank) from :side.flyway_schema_history where success)";
    if (!fetch(sql).getFirst().get(0, Boolean.class)) {
      throw new MisconfiguredException(
          "PostgreSQL: the schema %s is of another version than this program; bring it up to date first (ras migrate), or use the program of its version"
              .formatted(schemas.live()));
    }
  }

  void drop() {
    execute("drop schema if exists :side cascade");
  }

  /**
   * To be the first of a transaction: essays that come between two copies would name batches that
   * were not copied.
   */
  void lookAtOneMoment() {
    execute("set transaction isolation level repeatable read");
  }

  void copyLiveRows() {
    for (String table : SideSql.TABLES) {
      execute("insert into :side.%1$s select * from :live.%1$s".formatted(table));
    }
    execute("update :side.lineage set pipeline_ends = (select pipeline_ends from :live.lineage)");
  }

  /** Those that nobody replayed: messages that the side model lacks, as the live one does. */
  void copyLetters() {
    execute(SideSql.LIVE_LETTERS);
  }

  void begin(List<Position> positions) {
    positions.forEach(position ->
        execute(
            "insert into :side.stream_positions (topic, partition, topic_id, next_offset) values (?, ?, ?, ?)",
            position.partition().topic(),
            position.partition().number(),
            position.topicId(),
            position.next()));
  }

  List<DeadLetterId> replayed() {
    return fetch(SideSql.REPLAYED).stream()
        .map(row -> new DeadLetterId(row.get(0, Long.class)))
        .toList();
  }

  long findDiffering() {
    execute("drop table if exists :side.rebuild_differing");
    execute(SideSql.DIFFERING);
    execute("create index on :side.rebuild_differing (%s)".formatted(SideSql.KEY));
    execute("analyze %s, :side.rebuild_differing".formatted(SideSql.all(":side")));
    return fetch("select count(*) from :side.rebuild_differing").getFirst().get(0, Long.class);
  }

  List<RowKey> differingAfter(@Nullable RowKey last) {
    List<String> parts = last == null ? List.of("") : last.parts();
    return fetch(
            SideSql.DIFFERING_AFTER,
            last == null ? "" : last.table().name(),
            parts.getFirst(),
            parts.size() > 1 ? parts.getLast() : "")
        .stream()
        .map(SideTables::key)
        .toList();
  }

  private static RowKey key(Record row) {
    String second = row.get(2, String.class);
    String first = Objects.requireNonNull(row.get(1, String.class));
    return new RowKey(
        ModelTable.valueOf(row.get(0, String.class)),
        second == null ? List.of(first) : List.of(first, second));
  }

  /**
   * No live position moves, and none begins, before the transaction ends. Whoever moves or begins
   * one waits for the table before it looks at anything, so that it sees what came meanwhile;
   * whoever did already is waited for. Locks of rows would not keep those out that have no row yet.
   */
  void holdWriters() {
    execute("set local lock_timeout = '2s'");
    // Idle while the last messages are projected; frozen, it gives its locks back.
    execute("set local idle_in_transaction_session_timeout = '15s'");
    execute("lock table :live.stream_positions in share row exclusive mode");
    execute("select from :live.stream_positions order by topic, partition for update");
  }

  /**
   * Nobody replays or discards a live letter before the transaction ends, for who does holds the
   * letter first; who holds one already is waited for.
   */
  void holdLetters() {
    execute("lock table :live.dead_letters in exclusive mode");
  }

  /**
   * What either model has to know of the other, while nobody who reads has to wait: it takes the
   * longer, the more letters there are.
   *
   * <p>Marks say what the live model has. A letter that comes from the side is of a message that it
   * may have had.
   */
  void handOver(boolean loses) {
    int letters = execute(SideSql.SIDE_LETTERS);
    copyLetters(); // what the tables lack that go
    if (loses || letters > 0) {
      execute("update :live.lineage set id = gen_random_uuid()");
    }
    execute(SideSql.SETTINGS);
    execute("delete from :side.stream_positions");
    execute("insert into :side.stream_positions select * from :live.stream_positions");
  }

  /**
   * In the order in which readers take these locks. Who can't have them soon gives them up: readers
   * queue behind the attempt, and three such waits stay below the second after which PostgreSQL
   * looks for a deadlock and might choose a reader.
   */
  void holdTables() {
    execute("set local lock_timeout = '250ms'");
    execute("lock table %s in access exclusive mode".formatted(SideSql.all(":live")));
    execute("lock table %s in access exclusive mode".formatted(SideSql.all(":side")));
  }

  void swap() {
    grants();
    for (String statement : SideSql.SWAP) {
      execute(statement);
    }
    if (!schemas.side().equals(schemas.previous())) {
      execute("drop schema if exists :previous cascade");
      execute("alter schema :side rename to " + schemas.previous());
    }
  }

  /** Whoever may read the live tables may read those that take their place. */
  private void grants() {
    fetch(SideSql.GRANTS).forEach(row -> execute(Objects.requireNonNull(row.get(0, String.class))));
  }

  List<RowKey> toInvalidate() {
    boolean swapped =
        fetch("select to_regclass(?) is not null", schemas.in(":side.rebuild_swapped"))
            .getFirst()
            .get(0, Boolean.class);
    return swapped ? fetch(SideSql.SWAPPED).stream().map(SideTables::key).toList() : List.of();
  }

  Touched touchedBy(Collection<RowKey> rows) {
    Set<BatchId> batches = new HashSet<>();
    Set<UserId> users = new HashSet<>();
    for (Record row : fetch(SideSql.TOUCHED, names(rows), parts(rows, 0))) {
      String batch = row.get(0, String.class);
      String user = row.get(1, String.class);
      if (batch != null && !batch.isEmpty()) {
        batches.add(new BatchId(batch));
      }
      if (user != null && !user.isEmpty()) {
        users.add(new UserId(user));
      }
    }
    return new Touched(batches, users);
  }

  void invalidated(Collection<RowKey> rows) {
    execute(SideSql.INVALIDATED, names(rows), parts(rows, 0), parts(rows, 1));
  }

  private static Field<String[]> names(Collection<RowKey> rows) {
    return val(rows.stream().map(row -> row.table().name()).toArray(String[]::new));
  }

  /** The parts at that place; null where there is none. */
  private static Field<String[]> parts(Collection<RowKey> rows, int place) {
    return val(
        rows.stream()
            .map(row -> place < row.parts().size() ? row.parts().get(place) : null)
            .toArray(String[]::new));
  }
}
