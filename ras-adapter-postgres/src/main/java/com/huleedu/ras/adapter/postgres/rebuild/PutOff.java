package com.huleedu.ras.adapter.postgres.rebuild;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.UnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What an empty side model can do without until somebody reads it, and what makes each row dearer:
 * further indexes, foreign keys, autovacuum, and the statuses of batches. What has to be made up
 * for stands in a table of its own, so that it is not forgotten with the process.
 */
final class PutOff {
  private static final String NAMES =
      SideSql.TABLES.stream()
          .map("to_regclass(':side.%s')"::formatted)
          .collect(Collectors.joining(", "));

  /** Those of constraints are none of them, as that of a primary key. */
  private static final String INDEXES =
      """
      from pg_index as i where i.indrelid in (%s)
        and not exists (select from pg_constraint as c where c.conindid = i.indexrelid)
      """
          .formatted(NAMES);

  private static final String FOREIGN_KEYS =
      "from pg_constraint as c where c.contype = 'f' and c.conrelid in (%s)".formatted(NAMES);

  private static final String TABLES = "from unnest(array[%s]) as t".formatted(NAMES);

  /** What makes up for it, in any order. */
  private static final String NOTE =
      """
      create table :side.rebuild_put_off as
      select pg_get_indexdef(i.indexrelid) as statement %s
      union all
      select format('alter table %%s add constraint %%I %%s',
        c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) %s
      union all
      select format('alter table %%s reset (autovacuum_enabled)', t) %s
      """
          .formatted(INDEXES, FOREIGN_KEYS, TABLES);

  private static final String DROPS =
      """
      select format('drop index %%s', i.indexrelid::regclass) %s
      union all
      select format('alter table %%s drop constraint %%I', c.conrelid::regclass, c.conname) %s
      union all
      select format('alter table %%s set (autovacuum_enabled = false)', t) %s
      """
          .formatted(INDEXES, FOREIGN_KEYS, TABLES);

  private final Database database;
  private final SideSchemas schemas;

  /**
   * @param database the live one, to which the side schema is no place where it looks, so that the
   *     server names the side's tables in full
   */
  PutOff(Database database, SideSchemas schemas) {
    this.database = database;
    this.schemas = schemas;
  }

  /** To be done in the transaction in which the model begins. */
  void begin() {
    execute(NOTE);
    texts(DROPS).forEach(this::execute);
    // A program that knows nothing of all this makes a table of that name before it swaps.
    execute("drop table if exists :side.rebuild_differing");
    execute("create view :side.rebuild_differing as select statement from :side.rebuild_put_off");
  }

  /**
   * Nobody makes up for it before this transaction of the side model ends.
   *
   * @throws UnavailableException if somebody has: then statuses have to be judged
   */
  void hold(Database side) {
    boolean isThere =
        side.run(
            Operation.REBUILD,
            dsl ->
                !dsl.fetch(schemas.in("select from :side.rebuild_put_off limit 1 for key share"))
                    .isEmpty());
    if (!isThere) {
      throw new UnavailableException(
          "the model that is rebuilt", "somebody else works on it; start again when nobody does");
    }
  }

  /** Whether there is anything left to be made up for. */
  boolean isThere() {
    return database.run(
        Operation.REBUILD,
        dsl ->
            dsl.fetchSingle(schemas.in("select to_regclass(':side.rebuild_put_off') is not null"))
                .get(0, Boolean.class));
  }

  /** All but the statuses; nothing where that is done. */
  void restore() {
    database.inTransaction(() -> {
      texts("select statement from :side.rebuild_put_off").forEach(this::execute);
      execute("delete from :side.rebuild_put_off");
      return true;
    });
  }

  /** So that the server knows the rows of which it is asked for each status. */
  void analyze() {
    execute("analyze " + SideSql.all(":side"));
  }

  /** The statuses have been judged, too. The view goes with the table, at once. */
  void end() {
    execute("drop table :side.rebuild_put_off cascade");
  }

  private void execute(String sql) {
    database.run(Operation.REBUILD, dsl -> dsl.execute(schemas.in(sql)));
  }

  private List<String> texts(String sql) {
    return database.run(
        Operation.REBUILD,
        dsl ->
            dsl.fetch(schemas.in(sql)).stream()
                .map(row -> Objects.requireNonNull(row.get(0, String.class)))
                .toList());
  }
}
