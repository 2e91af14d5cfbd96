package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.PHASE_OUTCOMES;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.port.query.Body;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;

/** Whole batches, in one statement: batch, outcomes and members of one state of the database. */
final class BatchQuery {
  private static final Field<? extends Result<?>> OUTCOMES =
      multiset(selectFrom(PHASE_OUTCOMES).where(PHASE_OUTCOMES.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID)))
          .as("outcomes");

  private static final Field<? extends Result<?>> MEMBERS =
      multiset(
              select(ErrorBudget.memberFields())
                  .from(ESSAY_RESULTS)
                  .where(ESSAY_RESULTS.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID)))
          .as("members");

  // As bytes: the text is the body of an answer, and may be large.
  private static final Field<byte[]> ERROR_UTF8 =
      field(ESSAY_RESULTS.SPELLCHECK_ERROR.getQualifiedName(), byte[].class);

  private BatchQuery() {}

  /** Those of the batches that are registered: newest created first, their errors in one budget. */
  static List<Batch> byIds(DSLContext dsl, Collection<BatchId> ids) {
    return dsl.select(BATCH_RESULTS.fields())
        .select(OUTCOMES, MEMBERS)
        .from(BATCH_RESULTS, ErrorBudget.levelOf(ids))
        .where(
            BATCH_RESULTS.BATCH_ID.eq(any(ids.stream().map(BatchId::value).toArray(String[]::new))))
        .and(BATCH_RESULTS.REGISTERED_AT.isNotNull())
        .orderBy(BATCH_RESULTS.CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID)
        .fetch(BatchQuery::batch);
  }

  /** The whole error of a member of a registered batch. */
  static Optional<Body> spellcheckError(DSLContext dsl, BatchId batch, EssayId essay) {
    return dsl.select(ERROR_UTF8)
        .from(ESSAY_RESULTS)
        .join(BATCH_RESULTS)
        .on(BATCH_RESULTS.BATCH_ID.eq(ESSAY_RESULTS.BATCH_ID))
        .where(ESSAY_RESULTS.ESSAY_ID.eq(essay.value()))
        .and(BATCH_RESULTS.BATCH_ID.eq(batch.value()))
        .and(BATCH_RESULTS.REGISTERED_AT.isNotNull())
        .and(ESSAY_RESULTS.SPELLCHECK_ERROR.isNotNull())
        .fetchOptional(row -> new Body(row.value1()));
  }

  private static Batch batch(Record row) {
    Result<?> members = row.get(MEMBERS);
    Set<EssayId> cut = ErrorBudget.finish(members);
    return Batch.derive(
            FactRecords.batch(row),
            row.get(OUTCOMES).map(FactRecords::outcome),
            members.map(FactRecords::essay))
        .withCutErrors(cut);
  }
}
