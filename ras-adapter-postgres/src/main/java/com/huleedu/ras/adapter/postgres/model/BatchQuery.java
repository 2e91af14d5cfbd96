package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.BatchKnowledge;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.MemberResults;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.StandingFailure;
import com.huleedu.ras.domain.port.query.Body;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.ResultQuery;

/** Whole batches, in one statement: batch, outcomes and members of one state of the database. */
final class BatchQuery {
  private static final Field<? extends Result<?>> MEMBERS =
      multiset(
              select(ErrorBudget.memberFields())
                  .from(ESSAY_RESULTS)
                  .where(ESSAY_RESULTS.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID))
                  .and(EssayBudget.IS_WHOLE))
          .as("members");

  /** As many as an answer has, and of the others what tells that there are more, and which. */
  private static final Field<String[]> REQUESTED =
      field(
              """
              case when cardinality({0}) <= {1} then {0} else {0}[:{1}] || array(
                select phase from unnest({0}[{1} + 1:]) with ordinality as rest (phase, place)
                group by phase order by min(place)) end\
              """,
              String[].class, BATCH_RESULTS.REQUESTED_PHASES, inline(Batch.MAX_REQUESTED_PHASES))
          .as(BATCH_RESULTS.REQUESTED_PHASES);

  private static final Field<Boolean> WHOLE = field(EssayBudget.IS_WHOLE).as("whole");

  // As bytes: the text is the body of an answer, and may be large.
  private static final Field<byte[]> ERROR_UTF8 =
      field(ESSAY_RESULTS.SPELLCHECK_ERROR.getQualifiedName(), byte[].class);

  private final DSLContext dsl;
  private final PipelineEnds pipelineEnds;

  private BatchQuery(DSLContext dsl, PipelineEnds pipelineEnds) {
    this.dsl = dsl;
    this.pipelineEnds = pipelineEnds;
  }

  /**
   * Those of the batches that are registered: newest created first, their errors and essays in one
   * budget each. One whose essays don't fit has none. To be asked on one snapshot.
   *
   * @param essays the budget
   */
  static List<Batch> byIds(
      DSLContext dsl, Collection<BatchId> ids, int essays, PipelineEnds pipelineEnds) {
    BatchQuery query = new BatchQuery(dsl, pipelineEnds);
    return query.rows(ids, essays).fetch().map(query::batch);
  }

  /**
   * One batch with as many of its essays as an answer may have. To be asked on one snapshot, where
   * {@link #byIds} yields none of them.
   */
  static Optional<Batch> withFirstEssays(
      DSLContext dsl, BatchId id, int essays, PipelineEnds pipelineEnds) {
    BatchQuery query = new BatchQuery(dsl, pipelineEnds);
    return query
        .rows(List.of(id), essays)
        .fetchOptional()
        .map(row -> query.withFirstEssays(row, id, essays));
  }

  private Batch withFirstEssays(Record row, BatchId id, int essays) {
    if (row.get(WHOLE)) {
      return batch(row);
    }
    Set<EssayId> cut = new HashSet<>();
    return cut(row, SomeMembers.first(dsl, id, essays, cut)).withCutErrors(cut);
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

  private ResultQuery<Record> rows(Collection<BatchId> ids, int essays) {
    return dsl.select(batchFields())
        .select(OutcomesQuery.FIELDS)
        .select(CutMembers.FIELDS)
        .select(RejectedFilesQuery.fields(ids.size()))
        .select(MEMBERS, WHOLE, PipelineQuery.FIELD)
        .from(BATCH_RESULTS, EssayBudget.of(ids, essays))
        .where(EssayBudget.ofBatch())
        .orderBy(BATCH_RESULTS.CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID);
  }

  /** All but the owners that were and the status, which is derived; no more than is needed. */
  private static Collection<Field<?>> batchFields() {
    Set<Field<?>> fields = new LinkedHashSet<>();
    for (Field<?> column : BATCH_RESULTS.fields()) {
      fields.add(TextBudget.sent(column));
    }
    fields.remove(BATCH_RESULTS.ESSAY_IDS);
    fields.remove(BATCH_RESULTS.OWNERS);
    fields.remove(BATCH_RESULTS.REQUESTED_PHASES);
    fields.remove(BATCH_RESULTS.STATUS);
    fields.add(EssayBudget.ESSAY_IDS);
    fields.add(REQUESTED);
    fields.add(FactRecords.none(BATCH_RESULTS.OWNERS));
    return fields;
  }

  private Batch batch(Record row) {
    if (!row.get(WHOLE)) {
      return cut(row, List.of());
    }
    Result<?> members = row.get(MEMBERS);
    Set<EssayId> cut = ErrorBudget.finish(members);
    List<EssayFacts> essays = members.map(FactRecords::essay);
    BatchKnowledge known = known(row, MemberResults.of(essays));
    return marked(row, Batch.derive(known, essays, handedOn(known, essays), pipelineEnds))
        .withCutErrors(cut);
  }

  private Batch cut(Record row, List<EssayFacts> first) {
    BatchKnowledge known = known(row, CutMembers.results(row));
    return marked(row, Batch.deriveCut(known, first, handedOn(known, first), pipelineEnds));
  }

  private static Batch marked(Record row, Batch batch) {
    return PipelineQuery.isCut(row) ? batch.withCutCjErrors() : batch;
  }

  /** Those of the essays that a failure has failed, if it stands and has not failed all. */
  private Set<EssayId> handedOn(BatchKnowledge known, List<EssayFacts> essays) {
    StandingFailure failure = known.progress(pipelineEnds).failure();
    return failure == null || failure.handedOnBy() == null
        ? Set.of()
        : OutcomesQuery.processed(
            dsl,
            known.registered().batch(),
            failure.handedOnBy(),
            essays.stream().map(EssayFacts::essay).toList());
  }

  private static BatchKnowledge known(Record row, MemberResults members) {
    BatchFacts batch = FactRecords.batch(row);
    return new BatchKnowledge(
        batch,
        PipelineQuery.pipeline(row, batch.batch()),
        OutcomesQuery.outcomes(row),
        RejectedFilesQuery.files(row),
        members);
  }
}
