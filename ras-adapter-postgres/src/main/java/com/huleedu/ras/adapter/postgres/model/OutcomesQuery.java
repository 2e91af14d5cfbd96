package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.PHASE_OUTCOMES;
import static org.jooq.impl.DSL.cardinality;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.BatchOutcomes;
import com.huleedu.ras.domain.batch.ClosedPhase;
import com.huleedu.ras.domain.batch.NamedAlike;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a batch, as fields of a query over batches. Each names as many essays as its
 * message could carry; the server counts those that are named alike, so that none is sent. What
 * their names mean for the batch is judged by the domain.
 */
final class OutcomesQuery {
  // An essay that nobody names as failed counts in the cardinality alone. Of most batches that is
  // every essay: then "failed" is empty, and no id is looked at. Where comparative judgement has
  // failed, every essay counts that was named, or is a member.
  private static final String NAMED_ALIKE =
      """
      (with failure as (
         select from batch_pipelines
         where batch_id = batch_results.batch_id and cj_failure_at is not null),
       failed as (
         select phase, unnest(failed_ids) as essay
         from phase_outcomes where batch_id = batch_results.batch_id),
       named as (
         select phase, essay, true as failed, false as member from failed
         union all
         select phase, essay, false, false
         from (
           select phase, unnest(processed_ids) as essay
           from phase_outcomes where batch_id = batch_results.batch_id) as processed
         where essay in (select essay from failed) or exists (select from failure)
         union all
         select null, essay_id, null, true
         from essay_results
         where exists (select from failure) and batch_id = batch_results.batch_id)
       select failed_in, processed_in, members, count(*) as essays
       from (
         select array_agg(phase order by phase) filter (where failed) as failed_in,
           array_agg(phase order by phase) filter (where not failed) as processed_in,
           bool_or(member) as members
         from named group by essay) as essays
       group by failed_in, processed_in, members)
      """;

  private static final String PROCESSED_OF =
      """
      select essay from phase_outcomes, unnest(processed_ids) as processed (essay)
      where batch_id = ? and phase = ? and essay = any (?)
      """;

  private static final String NAMED_ALIKE_OF_SOME =
      """
      select batch_results.batch_id, n.failed_in, n.processed_in, n.members, n.essays
      from batch_results cross join lateral %s as n
      where batch_results.batch_id = any (?)
      """
          .formatted(NAMED_ALIKE);

  private static final Field<Integer> PROCESSED =
      cardinality(PHASE_OUTCOMES.PROCESSED_IDS).as("processed");
  private static final Field<? extends Result<?>> CLOSED =
      multiset(
              select(
                      PHASE_OUTCOMES.PHASE,
                      PHASE_OUTCOMES.STATUS,
                      PHASE_OUTCOMES.OUTCOME_AT,
                      PHASE_OUTCOMES.OUTCOME_EVENT_ID,
                      PHASE_OUTCOMES.OUTCOME_DIGEST,
                      PHASE_OUTCOMES.FIRST_EVIDENCE_AT,
                      PROCESSED)
                  .from(PHASE_OUTCOMES)
                  .where(PHASE_OUTCOMES.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID)))
          .as("closed");

  private static final Field<String[]> FAILED_IN = field(name("failed_in"), String[].class);
  private static final Field<String[]> PROCESSED_IN = field(name("processed_in"), String[].class);
  private static final Field<Boolean> MEMBERS = field(name("members"), Boolean.class);
  private static final Field<Long> ESSAYS = field(name("essays"), Long.class);
  private static final Field<? extends Result<?>> FAILED_SOMEWHERE =
      multiset(
              select(FAILED_IN, PROCESSED_IN, MEMBERS, ESSAYS)
                  .from(table(NAMED_ALIKE).as("named_alike")))
          .as("failed_somewhere");

  /** What to select, for {@link #outcomes}. */
  static final Collection<Field<?>> FIELDS = List.of(CLOSED, FAILED_SOMEWHERE);

  private OutcomesQuery() {}

  /** Those of the essays that an outcome names as processed. */
  static Set<EssayId> processed(
      DSLContext dsl, BatchId batch, Phase phase, Collection<EssayId> essays) {
    String[] ids = essays.stream().map(EssayId::value).toArray(String[]::new);
    return dsl.fetch(PROCESSED_OF, batch.value(), phase.eventName(), ids).stream()
        .map(row -> new EssayId(row.get(0, String.class)))
        .collect(Collectors.toSet());
  }

  static List<ClosedPhase> closed(DSLContext dsl, BatchId batch) {
    return dsl.select(CLOSED)
        .from(BATCH_RESULTS)
        .where(BATCH_RESULTS.BATCH_ID.eq(batch.value()))
        .fetchSingle()
        .get(CLOSED)
        .map(OutcomesQuery::closed);
  }

  /** Those of the essays of these batches that are named alike; nothing of a batch without any. */
  static Map<String, List<NamedAlike>> namedAlike(Connection connection, String[] batches)
      throws SQLException {
    Map<String, List<NamedAlike>> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(NAMED_ALIKE_OF_SOME)) {
      statement.setArray(1, connection.createArrayOf("text", batches));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found
              .computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
              .add(
                  new NamedAlike(
                      phases(rows.getArray(2)),
                      phases(rows.getArray(3)),
                      rows.getBoolean(4),
                      rows.getLong(5)));
        }
      }
    }
    return found;
  }

  private static Set<Phase> phases(@Nullable Array names) throws SQLException {
    return phases(names == null ? null : (String[]) names.getArray());
  }

  static BatchOutcomes outcomes(Record row) {
    return BatchOutcomes.of(
        row.get(CLOSED).map(OutcomesQuery::closed),
        row.get(FAILED_SOMEWHERE).map(OutcomesQuery::namedAlike));
  }

  private static ClosedPhase closed(Record row) {
    return new ClosedPhase(
        FactRecords.phase(row.get(PHASE_OUTCOMES.PHASE)),
        FactRecords.status(row.get(PHASE_OUTCOMES.STATUS)),
        FactRecords.stamp(
            row.get(PHASE_OUTCOMES.OUTCOME_AT),
            row.get(PHASE_OUTCOMES.OUTCOME_EVENT_ID),
            row.get(PHASE_OUTCOMES.OUTCOME_DIGEST)),
        row.get(PROCESSED),
        row.get(PHASE_OUTCOMES.FIRST_EVIDENCE_AT).toInstant());
  }

  private static NamedAlike namedAlike(Record row) {
    return new NamedAlike(
        phases(row.get(FAILED_IN)),
        phases(row.get(PROCESSED_IN)),
        row.get(MEMBERS),
        row.get(ESSAYS));
  }

  private static Set<Phase> phases(String @Nullable [] names) {
    return names == null
        ? Set.of()
        : Stream.of(names).map(FactRecords::phase).collect(Collectors.toSet());
  }
}
