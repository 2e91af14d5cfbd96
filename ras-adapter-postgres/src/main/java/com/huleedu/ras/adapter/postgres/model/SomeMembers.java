package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sql;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQL;

/**
 * A part of the members of one batch, in an order, their errors in one budget. Read row by row, not
 * as JSON within a row of their batch: they are many.
 */
final class SomeMembers {
  private static final Field<Long> PLACE = field(name("chosen", "place"), Long.class);
  private static final Field<Boolean> MORE = field(name("chosen", "more"), Boolean.class);

  private static final String CHOSEN =
      """
      select essay_id, place, more
      from (select essay_id, place, count(*) over () > {1} as more from ({0}) as part) as counted
      where place <= {1}
      """;
  private static final String SIZES =
      """
      (select essay_id, octet_length(spellcheck_error) as size
       from essay_results join chosen using (essay_id))
      """;

  // In the order of the picture: those that the registration lists come first. One that counts for
  // several takes as many places, and is at the last of them.
  private static final String FIRST =
      """
      select essay_id, (sum(%s) over (
          order by listed.place, essay_id rows unbounded preceding))::bigint as place
      from essay_results left join (
        select essay, place
        from batch_results, unnest(essay_ids) with ordinality as listed (essay, place)
        where batch_id = {0}) as listed on listed.essay = essay_id
      where batch_id = {0}
      order by place limit {1}
      """
          .formatted(TextBudget.WEIGHT);

  // "offset 0": the members are found by their batch and then sorted, for their batch may be small
  // and the table, which has an index in the order of ids, large.
  private static final String LATER =
      """
      select essay_id, row_number() over (order by essay_id) as place
      from (
        select essay_id from essay_results where batch_id = {0} and essay_id > {2} offset 0) as later
      order by essay_id limit {1}
      """;

  private SomeMembers() {}

  /**
   * As many of the first as fit, in the order of the picture.
   *
   * @param cut gets those of whose errors only the beginning was read
   */
  static List<EssayFacts> first(DSLContext dsl, BatchId batch, int limit, Set<EssayId> cut) {
    Result<?> rows = read(dsl, sql(FIRST, val(batch.value()), inline(limit)), limit);
    cut.addAll(ErrorBudget.finish(rows));
    return rows.map(FactRecords::essay);
  }

  /** To be asked on one snapshot; empty while the batch is not registered. */
  static Optional<EssayPage> page(DSLContext dsl, EssaysQuery query) {
    return dsl.select(BATCH_RESULTS.REGISTERED_AT)
        .from(BATCH_RESULTS)
        .where(BATCH_RESULTS.BATCH_ID.eq(query.batch().value()))
        .and(BATCH_RESULTS.REGISTERED_AT.isNotNull())
        .fetchOptional(BATCH_RESULTS.REGISTERED_AT)
        .map(registeredAt -> page(dsl, query, registeredAt.toInstant()));
  }

  private static EssayPage page(DSLContext dsl, EssaysQuery query, Instant registeredAt) {
    EssayId after = query.after();
    SQL later =
        sql(
            LATER,
            val(query.batch().value()),
            inline(query.limit() + 1),
            val(after == null ? "" : after.value()));
    Result<?> rows = read(dsl, later, query.limit());
    Set<EssayId> cut = ErrorBudget.finish(rows);
    List<EssayFacts> facts = rows.map(FactRecords::essay);
    PageFailure failure = PageFailure.of(dsl, query.batch(), facts);
    List<EssayResult> essays =
        facts.stream()
            .map(essay -> failure.shown(essay, registeredAt))
            .map(essay -> cut.contains(essay.essay()) ? essay.withErrorCut() : essay)
            .toList();
    boolean more = !rows.isEmpty() && rows.getFirst().get(MORE);
    return new EssayPage(essays, more ? essays.getLast().essay() : null);
  }

  private static Result<? extends Record> read(DSLContext dsl, SQL part, int limit) {
    return dsl.with("chosen")
        .asMaterialized(dsl.resultQuery(CHOSEN, part, inline(limit)))
        .select(ErrorBudget.memberFields())
        .select(PLACE, MORE)
        .from(ESSAY_RESULTS)
        .join(table(name("chosen")))
        .using(ESSAY_RESULTS.ESSAY_ID)
        .crossJoin(table(ErrorBudget.levelOf(SIZES)).as("budget"))
        .orderBy(PLACE)
        .fetch();
  }
}
