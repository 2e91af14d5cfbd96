package com.huleedu.ras.adapter.postgres.migration;

import com.huleedu.ras.adapter.postgres.model.JudgedStatuses;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Gives the batches that were there before the column their status. No SQL: the rules of a status
 * are the domain's, and stand there once.
 */
final class JudgeStoredBatches implements JavaMigration {
  private static final String NEXT =
      """
      select batch_id from batch_results
      where batch_id > ? and registered_at is not null
      order by batch_id limit 1000 for no key update
      """;

  @Override
  public void migrate(Context context) {
    DSLContext dsl = DSL.using(context.getConnection(), SQLDialect.POSTGRES);
    List<String> next = after(dsl, "");
    while (!next.isEmpty()) {
      JudgedStatuses.store(dsl, next);
      next = after(dsl, next.getLast());
    }
  }

  private static List<String> after(DSLContext dsl, String batch) {
    return dsl.fetch(NEXT, batch).getValues(0, String.class);
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("7");
  }

  @Override
  public String getDescription() {
    return "judge stored batches";
  }

  /** None: what it does is the domain's to change. */
  @Override
  public @Nullable Integer getChecksum() {
    return null;
  }

  /** All or none: who begins anew finds nothing half done. */
  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }
}
