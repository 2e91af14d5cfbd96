package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_PIPELINES;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.BatchOutcomes;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.MemberResults;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.batch.StandingFailure;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * A failure of comparative judgement as a page of essays shows it.
 *
 * @param failure null if none stands; its error within the budget of the page
 * @param named the essays of the page that it has failed
 */
record PageFailure(@Nullable Register<CjFailure> failure, boolean isCut, Set<EssayId> named) {
  private static final PageFailure NONE = new PageFailure(null, false, Set.of());

  /** More than any share is enough to see that it has to be cut. */
  private static final Field<String> ERROR =
      field(
              TextBudget.beginning(BATCH_PIPELINES.CJ_ERROR.getName(), ErrorBudget.BYTES),
              String.class)
          .as(BATCH_PIPELINES.CJ_ERROR);

  private static final String NEWEST =
      """
      select %s from (
        select cj_at as at, cj_event_id as event_id, cj_digest as digest
        from essay_results where batch_id = {0} and cj_at is not null
        union all
        select verdict_at, verdict_event_id, verdict_digest
        from essay_results where batch_id = {0} and verdict_at is not null) as words
      order by at desc, event_id desc, digest desc limit 1
      """
          .formatted(FactTexts.stamp("at", "event_id", "digest"));

  /** To be asked on the snapshot on which the essays were read. */
  static PageFailure of(DSLContext dsl, BatchId batch, List<EssayFacts> essays) {
    return dsl.select(PipelineQuery.fields(ERROR))
        .from(BATCH_PIPELINES)
        .where(BATCH_PIPELINES.BATCH_ID.eq(batch.value()))
        .and(BATCH_PIPELINES.CJ_FAILURE_AT.isNotNull())
        .fetchOptional(PipelineRecords::pipeline)
        .flatMap(pipeline -> standing(dsl, pipeline))
        .map(standing -> shown(dsl, batch, standing, essays))
        .orElse(NONE);
  }

  private static Optional<StandingFailure> standing(DSLContext dsl, PipelineFacts pipeline) {
    BatchOutcomes outcomes =
        BatchOutcomes.of(OutcomesQuery.closed(dsl, pipeline.batch()), List.of());
    Map<Phase, Stamp> newest =
        dsl.resultQuery(NEWEST, val(pipeline.batch().value())).fetch().stream()
            .map(row -> row.get(0, String.class).split(" ", -1))
            .collect(
                Collectors.toMap(_ -> Phase.CJ_ASSESSMENT, words -> FactTexts.stamp(words, 0)));
    return StandingFailure.of(pipeline, outcomes, new MemberResults(newest, null, null));
  }

  private static PageFailure shown(
      DSLContext dsl, BatchId batch, StandingFailure standing, List<EssayFacts> essays) {
    List<EssayId> all = essays.stream().map(EssayFacts::essay).toList();
    Phase handedOnBy = standing.handedOnBy();
    Set<EssayId> named =
        handedOnBy == null ? Set.copyOf(all) : OutcomesQuery.processed(dsl, batch, handedOnBy, all);
    return within(standing.failure(), ErrorBudget.BYTES / Math.max(1, named.size()), named);
  }

  private static PageFailure within(Register<CjFailure> failure, int bytes, Set<EssayId> named) {
    String error = failure.value().error();
    if (error == null || error.getBytes(StandardCharsets.UTF_8).length <= bytes) {
      return new PageFailure(failure, false, named);
    }
    CjFailure cut = new CjFailure(ErrorBudget.cut(error, bytes));
    return new PageFailure(new Register<>(failure.stamp(), cut), true, named);
  }

  /** The essay with the failure, if it has failed. */
  EssayResult shown(EssayFacts essay, Instant registeredAt) {
    if (failure == null || !named.contains(essay.essay())) {
      return EssayResult.of(essay, registeredAt, null);
    }
    EssayResult failed = EssayResult.of(essay, registeredAt, failure);
    return isCut ? failed.withCjErrorCut() : failed;
  }
}
