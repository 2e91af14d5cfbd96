package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sql;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import com.huleedu.ras.domain.BatchId;
import java.util.Collection;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/**
 * How many essays one answer gets. A registration is bounded by Kafka's message, but nothing bounds
 * the essays that several of them, and results, claim for one batch, or the sum over a page; nor
 * what the ids and texts of so many are together, so that an essay with long ones counts for
 * several ({@link TextBudget#WEIGHT}). In the order of the page batches have their essays while
 * these fit together; one that is too large for any answer takes no room from the others.
 */
final class EssayBudget {
  /** For all batches of one answer together (contract, "HTTP out"). */
  static final int ESSAYS = 20_000;

  // Members are looked at once, for how much they count and for the sizes of their errors, of which
  // those that are not answered take no share. Where nothing is left of a batch, nothing can be
  // cut.
  private static final String BUDGET =
      """
      (with member as materialized (
         select batch_id, essay_id, octet_length(spellcheck_error) as size, %s as weight
         from essay_results where batch_id = any ({0})),
       counted as (
         select batch_id, count(*) as members, sum(weight) as weight
         from member group by batch_id),
       room as (
         select batch_id, coalesce(members, 0) as members, weight,
           sum(weight) filter (where weight <= {1})
             over (order by created_at desc, batch_id) as together
         from batch_results left join counted using (batch_id)
         where batch_id = any ({0}) and registered_at is not null),
       fitting as materialized (
         select batch_id, members,
           members = 0 or (weight <= {1} and together <= {1}) as is_whole
         from room)
       select batch_id, members, is_whole, level,
         cast(coalesce(sum(members) filter (where is_whole) over (), 0) as bigint) as shown
       from fitting, {2} as errors)
      """
          .formatted(TextBudget.WEIGHT);
  // The same for one batch, the usual question: there is nobody to share the budget with. One id in
  // place of an array also lets the server keep its plan.
  private static final String BUDGET_OF_ONE =
      """
      (with member as materialized (
         select essay_id, octet_length(spellcheck_error) as size, %s as weight
         from essay_results where batch_id = {0})
       select batch_id, members, weight <= {1} as is_whole, level,
         least(members, {1}) as shown
       from batch_results, {2} as errors,
         (select count(*) as members, coalesce(sum(weight), 0) as weight from member) as counted
       where batch_id = {0} and registered_at is not null)
      """
          .formatted(TextBudget.WEIGHT);
  private static final String SIZES =
      "(select essay_id, size from member join fitting using (batch_id) where is_whole)";

  /** Whether the batch has all its essays in the answer. */
  static final Condition IS_WHOLE = condition(field(name("budget", "is_whole"), Boolean.class));

  /**
   * Those essays of the registration that may have a place among the members: claims may have left
   * few of them.
   */
  static final Field<String[]> ESSAY_IDS =
      field(
              """
              case when not {0} then '{}'
                when cardinality({1}) <= budget.members then {1}
                else array(
                  select essay from unnest({1}) with ordinality as listed (essay, place)
                  where essay in (
                    select essay_id from essay_results
                    where essay_results.batch_id = batch_results.batch_id)
                  order by place) end
              """,
              String[].class, IS_WHOLE, BATCH_RESULTS.ESSAY_IDS)
          .as(BATCH_RESULTS.ESSAY_IDS);

  private EssayBudget() {}

  /** A row for each of these batches that is registered. */
  static Table<?> of(Collection<BatchId> batches, int essays) {
    if (batches.size() == 1) {
      String id = batches.iterator().next().value();
      return table(BUDGET_OF_ONE, val(id), inline(essays), sql(ErrorBudget.levelOf("member")))
          .as("budget");
    }
    String[] ids = batches.stream().map(BatchId::value).toArray(String[]::new);
    return table(BUDGET, val(ids), inline(essays), sql(ErrorBudget.levelOf(SIZES))).as("budget");
  }

  /** Joins {@link #of} to the batches. */
  static Condition ofBatch() {
    return BATCH_RESULTS.BATCH_ID.eq(field(name("budget", "batch_id"), String.class));
  }
}
