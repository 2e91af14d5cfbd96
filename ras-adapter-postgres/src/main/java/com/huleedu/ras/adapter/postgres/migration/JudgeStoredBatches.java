package com.huleedu.ras.adapter.postgres.migration;

import com.huleedu.ras.adapter.postgres.model.JudgedStatuses;
import com.huleedu.ras.domain.batch.PipelineEnds;
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
 *
 * <p>What it asks is of the newest schema. So it is the last migration, and does nothing in the
 * place that it had before the second generation.
 */
final class JudgeStoredBatches implements JavaMigration {
  /** As the first generation knows it. */
  static final JudgeStoredBatches FORMER = new JudgeStoredBatches("7");

  static final JudgeStoredBatches NOW = new JudgeStoredBatches("10");

  private static final String NEXT =
      """
      select batch_id from batch_results
      where batch_id > ? and registered_at is not null and status is null
      order by batch_id limit 1000 for no key update
      """;

  private final String version;

  private JudgeStoredBatches(String version) {
    this.version = version;
  }

  @Override
  public void migrate(Context context) {
    if (this == FORMER) {
      return;
    }
    DSLContext dsl = DSL.using(context.getConnection(), SQLDialect.POSTGRES);
    List<String> next = after(dsl, "");
    while (!next.isEmpty()) {
      // None of them is of the shape to which ends of runs matter.
      JudgedStatuses.store(dsl, next, PipelineEnds.READ);
      next = after(dsl, next.getLast());
    }
  }

  private static List<String> after(DSLContext dsl, String batch) {
    return dsl.fetch(NEXT, batch).getValues(0, String.class);
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion(version);
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
