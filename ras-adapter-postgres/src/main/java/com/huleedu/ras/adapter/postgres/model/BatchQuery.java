package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.PHASE_OUTCOMES;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.selectFrom;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.batch.Batch;
import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;

/** Whole batches, in one statement: batch, outcomes and members of one state of the database. */
final class BatchQuery {
  static final Field<? extends Result<?>> OUTCOMES =
      multiset(selectFrom(PHASE_OUTCOMES).where(PHASE_OUTCOMES.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID)))
          .as("outcomes");

  private static final Field<? extends Result<?>> MEMBERS =
      multiset(selectFrom(ESSAY_RESULTS).where(ESSAY_RESULTS.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID)))
          .as("members");

  private BatchQuery() {}

  /** Those of the batches that are registered: newest created first. */
  static List<Batch> byIds(DSLContext dsl, Collection<BatchId> ids) {
    return dsl.select(BATCH_RESULTS.fields())
        .select(OUTCOMES, MEMBERS)
        .from(BATCH_RESULTS)
        .where(
            BATCH_RESULTS.BATCH_ID.eq(any(ids.stream().map(BatchId::value).toArray(String[]::new))))
        .and(BATCH_RESULTS.REGISTERED_AT.isNotNull())
        .orderBy(BATCH_RESULTS.CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID)
        .fetch(BatchQuery::batch);
  }

  private static Batch batch(Record row) {
    return Batch.derive(
        FactRecords.batch(row),
        row.get(OUTCOMES).map(FactRecords::outcome),
        row.get(MEMBERS).map(FactRecords::essay));
  }
}
