package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.RejectedFiles;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statements of {@link WholeBatches}. Ids, errors, files and phases of all rows of a kind
 * together have to fit one answer (contract, "HTTP out"); where they don't, none is sent, and a
 * column says so. Of other texts no more is sent than tells what is shown ({@link TextBudget}).
 */
final class WholeBatchesSql {
  /** How often the batches are chosen. */
  static final int CHOICES = 5;

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
    select %s
    from batch_results where %s\
    """
        .formatted(
            chosen,
            some("= any (array(select batch_id from page))"),
            row(FlatColumns.IS_TOTAL, Map.of(FlatColumns.NUMBER, "count(*)")),
            counted);
  }

  private static String some(String chosen) {
    return sql(chosen, "sum(cardinality(essay_ids)) over ()", "partition by batch_id");
  }

  /** In the order in which all lock these tables. */
  private static String sql(String chosen, String essays, String ofBatch) {
    return String.join(
        "\nunion all\n",
        batches(chosen, essays),
        outcomes(chosen, ofBatch),
        rejectedFiles(chosen),
        members(chosen),
        pipelines(chosen));
  }

  /** What is selected: the kind of row, and in its other columns what it has there. */
  private static String row(int kind, Map<Integer, String> cells) {
    return IntStream.rangeClosed(1, FlatColumns.TYPES.size())
        .mapToObj(column ->
            column == FlatColumns.KIND
                ? kind + "::int"
                : TextBudget.sent(cells.getOrDefault(column, "null"))
                    + "::"
                    + FlatColumns.TYPES.get(column - 1))
        .collect(Collectors.joining(", "));
  }

  private static String batches(String chosen, String essays) {
    return """
    select %s
    from (
      select *, %s <= %s and cardinality(requested_phases) <= %s as fits
      from batch_results where batch_id %s and registered_at is not null) as batches\
    """
        .formatted(
            row(
                FlatColumns.IS_BATCH,
                Map.ofEntries(
                    Map.entry(FlatColumns.BATCH, "batch_id"),
                    Map.entry(FlatColumns.ID, "user_id"),
                    Map.entry(FlatColumns.AT, "registered_at"),
                    Map.entry(FlatColumns.EVENT, "registered_event_id"),
                    Map.entry(FlatColumns.DIGEST, "registered_digest"),
                    Map.entry(FlatColumns.FIRST, "created_at"),
                    Map.entry(FlatColumns.NUMBER, "essay_count"),
                    Map.entry(FlatColumns.PROMPT, "student_prompt_ref"),
                    Map.entry(FlatColumns.CLASS, "class_id"),
                    Map.entry(FlatColumns.FLAT, "flat"),
                    Map.entry(FlatColumns.TEXTS, "(case when fits then essay_ids end)"),
                    Map.entry(FlatColumns.PHASES, "(case when fits then requested_phases end)"),
                    Map.entry(FlatColumns.FITS, "fits"))),
            essays,
            EssayBudget.ESSAYS,
            Batch.MAX_REQUESTED_PHASES,
            chosen);
  }

  // An error is shown with each essay that it fails.
  private static String pipelines(String chosen) {
    return """
    select %s
    from (
      select *, coalesce(sum(case when cj_error is not null then octet_length(cj_error) * (
          select count(*) from essay_results as e where e.batch_id = batch_pipelines.batch_id) end)
        over (), 0) <= %s as fits
      from batch_pipelines where batch_id %s) as pipelines\
    """
        .formatted(
            row(
                FlatColumns.IS_PIPELINE,
                Map.ofEntries(
                    Map.entry(FlatColumns.BATCH, "batch_id"),
                    Map.entry(FlatColumns.STATE, "end_status"),
                    Map.entry(FlatColumns.AT, "end_at"),
                    Map.entry(FlatColumns.EVENT, "end_event_id"),
                    Map.entry(FlatColumns.DIGEST, "end_digest"),
                    Map.entry(FlatColumns.FIRST, "first_evidence_at"),
                    Map.entry(FlatColumns.CJ_AT, "cj_failure_at"),
                    Map.entry(FlatColumns.CJ_EVENT, "cj_failure_event_id"),
                    Map.entry(FlatColumns.CJ_DIGEST, "cj_failure_digest"),
                    Map.entry(FlatColumns.ERROR, "(case when fits then cj_error end)"),
                    Map.entry(FlatColumns.ASSIGNMENT_AT, "assignment_at"),
                    Map.entry(FlatColumns.ASSIGNMENT, "assignment_id"),
                    Map.entry(FlatColumns.TEXTS, namings()),
                    Map.entry(FlatColumns.FITS, "fits"))),
            ErrorBudget.BYTES,
            chosen);
  }

  private static String namings() {
    return Stream.of(Phase.values())
        .map(Phase::eventName)
        .map(phase ->
            "'%s ' || ".formatted(phase)
                + FactTexts.stamp(
                    FactTables.naming(phase) + "_at",
                    FactTables.naming(phase) + "_event_id",
                    FactTables.naming(phase) + "_digest"))
        .collect(Collectors.joining(", ", "array_remove(array[", "], null)"));
  }

  // An essay that no outcome of its batch names as failed counts in the cardinality alone. Of most
  // batches that is every essay: then no id is sent. Where comparative judgement has failed, it is
  // asked which essays it would have got.
  private static String outcomes(String chosen, String ofBatch) {
    return """
    select %s
    from (
      select *, bool_or(failed_ids <> '{}') over (%s) or exists (
          select from batch_pipelines as p
          where p.batch_id = phase_outcomes.batch_id and p.cj_failure_at is not null) as named,
        sum(cardinality(processed_ids) + cardinality(failed_ids)) over () <= %s as fits
      from phase_outcomes where batch_id %s) as outcomes\
    """
        .formatted(
            row(
                FlatColumns.IS_OUTCOME,
                Map.ofEntries(
                    Map.entry(FlatColumns.BATCH, "batch_id"),
                    Map.entry(FlatColumns.ID, "phase"),
                    Map.entry(FlatColumns.AT, "outcome_at"),
                    Map.entry(FlatColumns.EVENT, "outcome_event_id"),
                    Map.entry(FlatColumns.DIGEST, "outcome_digest"),
                    Map.entry(FlatColumns.FIRST, "first_evidence_at"),
                    Map.entry(FlatColumns.NUMBER, "cardinality(processed_ids)"),
                    Map.entry(FlatColumns.STATE, "status"),
                    Map.entry(
                        FlatColumns.TEXTS, "(case when named and fits then processed_ids end)"),
                    Map.entry(FlatColumns.PHASES, "(case when named and fits then failed_ids end)"),
                    Map.entry(FlatColumns.FITS, "(fits or not named)"))),
            ofBatch,
            EssayBudget.ESSAYS,
            chosen);
  }

  private static String rejectedFiles(String chosen) {
    return """
    select %s
    from (
      select *, count(*) over () <= %s and sum(%s) over () <= %s as fits
      from (select * from rejected_files where batch_id %s limit %2$s + 1) as files) as files\
    """
        .formatted(
            row(
                FlatColumns.IS_REJECTED_FILE,
                Map.of(
                    FlatColumns.BATCH, "batch_id",
                    FlatColumns.ID, "upload_id",
                    FlatColumns.AT, "rejected_at",
                    FlatColumns.EVENT, "rejected_event_id",
                    FlatColumns.DIGEST, "rejected_digest",
                    FlatColumns.STATE, "(case when fits then error_code end)",
                    FlatColumns.FILE, "(case when fits then file_name end)",
                    FlatColumns.ERROR, "(case when fits then message end)",
                    FlatColumns.FITS, "fits")),
            RejectedFiles.MAX_SHOWN,
            RejectedFilesQuery.BYTES_OF_ONE,
            ErrorBudget.BYTES,
            chosen);
  }

  // An essay with more ids and texts than most is as good as too long an error: each of the others
  // counts for one, and none of its texts has to be cut.
  private static String members(String chosen) {
    return """
    select %s
    from (
      select *, count(*) over () <= %s and sum(
          coalesce(octet_length(spellcheck_error), 0) + case when %s < %s then 0 else %s + 1 end)
        over () <= %5$s as fits
      from (select * from essay_results where batch_id %s limit %2$s + 1) as members) as members\
    """
        .formatted(
            row(FlatColumns.IS_MEMBER, FlatColumns.MEMBER),
            EssayBudget.ESSAYS,
            TextBudget.BYTES,
            TextBudget.BYTES_OF_ESSAY,
            ErrorBudget.BYTES,
            chosen);
  }
}
