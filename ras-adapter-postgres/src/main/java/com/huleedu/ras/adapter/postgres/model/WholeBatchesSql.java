package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.batch.Batch;

/**
 * The statements of {@link WholeBatches}. Ids, errors and phases of all rows of a kind together
 * have to fit one answer (contract, "HTTP out"); where they don't, none is sent, and the last
 * column says so.
 */
final class WholeBatchesSql {
  /** How often the batches are chosen. */
  static final int CHOICES = 3;

  /** With the id of the batch, {@link #CHOICES} times. */
  static final String OF_ONE = sql("= ?", "cardinality(essay_ids)", "");

  /** With the ids of the batches, {@link #CHOICES} times. */
  static final String OF_SOME = some("= any (?)");

  /** A user's page and total: the user, how many, after how many, and the user again. */
  static final String PAGE =
      page(
          """
          select batch_id from batch_results where user_id = ?
          order by created_at desc, batch_id limit ? offset ?\
          """,
          "user_id = ?");

  /** The same of one status: user and status, how many, after how many, user and status again. */
  static final String PAGE_OF_STATUS =
      page(
          """
          select batch_id from batch_results where user_id = ? and status = ?
          order by created_at desc, batch_id limit ? offset ?\
          """,
          "user_id = ? and status = ?");

  /**
   * The same of some statuses: these, the user, up to how many, how many, after how many, and user
   * and statuses again. Each status has its batches in the order of the list; merged they have no
   * index, and of none more than up to the end of the page can be in it.
   */
  static final String PAGE_OF_STATUSES =
      page(
          """
          select b.batch_id from unnest(?) as s (status) cross join lateral (
            select batch_id, created_at from batch_results
            where user_id = ? and status = s.status order by created_at desc, batch_id limit ?) as b
          order by b.created_at desc, b.batch_id limit ? offset ?\
          """,
          "user_id = ? and status = any (?)");

  private WholeBatchesSql() {}

  private static String page(String chosen, String counted) {
    return """
    with page as materialized (
    %s)
    %s
    union all
    select 3, null, null, null, null, null, null, count(*), null, null, null, null, null, null,
      null, null, null, null, null, null
    from batch_results where %s\
    """
        .formatted(chosen, some("= any (array(select batch_id from page))"), counted);
  }

  private static String some(String chosen) {
    return sql(chosen, "sum(cardinality(essay_ids)) over ()", "partition by batch_id");
  }

  private static String sql(String chosen, String essays, String ofBatch) {
    return String.join(
        "\nunion all\n", batches(chosen, essays), outcomes(chosen, ofBatch), members(chosen));
  }

  private static String batches(String chosen, String essays) {
    return """
    select 0::int, batch_id, user_id, registered_at, registered_event_id, registered_digest,
      created_at, essay_count, null::text, null::text, null::text, null::text,
      null::timestamptz, null::uuid, null::bigint, null::bigint, null::double precision,
      case when fits then essay_ids end, case when fits then requested_phases end, fits
    from (
      select *, %s <= %s and cardinality(requested_phases) <= %s as fits
      from batch_results where batch_id %s and registered_at is not null) as batches\
    """
        .formatted(essays, EssayBudget.ESSAYS, Batch.MAX_REQUESTED_PHASES, chosen);
  }

  // An essay that no outcome of its batch names as failed counts in the cardinality alone. Of most
  // batches that is every essay: then no id is sent.
  private static String outcomes(String chosen, String ofBatch) {
    return """
    select 1, batch_id, phase, outcome_at, outcome_event_id, outcome_digest, first_evidence_at,
      cardinality(processed_ids), status, null, null, null, null, null, null, null, null,
      case when named and fits then processed_ids end, case when named and fits then failed_ids end,
      fits or not named
    from (
      select *, bool_or(failed_ids <> '{}') over (%s) as named,
        sum(cardinality(processed_ids) + cardinality(failed_ids)) over () <= %s as fits
      from phase_outcomes where batch_id %s) as outcomes\
    """
        .formatted(ofBatch, EssayBudget.ESSAYS, chosen);
  }

  private static String members(String chosen) {
    return """
    select 2, batch_id, essay_id, spellcheck_at, spellcheck_event_id, spellcheck_digest,
      first_evidence_at, correction_count, spellcheck_stage, corrected_text_id, original_text_id,
      case when fits then spellcheck_error end, cj_at, cj_event_id, cj_digest, cj_rank, cj_score,
      null, null, fits
    from (
      select *, count(*) over () <= %s
        and coalesce(sum(octet_length(spellcheck_error)) over (), 0) <= %s as fits
      from (select * from essay_results where batch_id %s limit %1$s + 1) as members) as members\
    """
        .formatted(EssayBudget.ESSAYS, ErrorBudget.BYTES, chosen);
  }
}
