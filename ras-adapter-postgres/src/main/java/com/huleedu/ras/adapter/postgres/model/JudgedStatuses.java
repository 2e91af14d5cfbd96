package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.NamedAlike;
import com.huleedu.ras.domain.batch.PipelineEnds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The statuses that batches have by the facts that are stored of them, and that stand beside these.
 * The server sends what the domain's rules ask for, which is little; its one statement never
 * changes, so that its plan is kept.
 */
public final class JudgedStatuses {
  private static final int BATCHES = 1_000;

  // The rules ask whether any open phase has a result, so that one will do. Asked batch by batch,
  // and never as a set of all essays that have one, which the server might take for quicker.
  private static final String ANY_MEMBER =
      """
      when not o.closed_%1$s and p.named_%1$s_at is null and (
        select true from essay_results as e
        where e.batch_id = b.batch_id and (%2$s) limit 1) then '%1$s'
      """;

  // Of most batches all of this is null, and of the rest nothing is asked that only some need: the
  // newest word about a run of comparative judgement where one has failed, the slots where no file
  // may be left.
  private static final String INPUTS =
      """
      select b.batch_id, b.status,
        array_to_string(case when cardinality(b.requested_phases) <= %s then b.requested_phases
          else array(select distinct unnest(b.requested_phases)) end, ','),
        o.closed, o.any_failed, case %s %s end, b.flat,
        concat_ws(',', %s),
        case when p.cj_failure_at is not null then (
          select %s from (
            select cj_at as at, cj_event_id as event_id, cj_digest as digest
            from essay_results where batch_id = b.batch_id and cj_at is not null
            union all
            select verdict_at, verdict_event_id, verdict_digest
            from essay_results where batch_id = b.batch_id and verdict_at is not null) as w
          order by at desc, event_id desc, digest desc limit 1) end,
        case when o.closed is null and b.essay_count > 0 and b.essay_count <= (
            select count(*) from rejected_files as r where r.batch_id = b.batch_id)
          then exists (
            select from essay_results as e
            where e.batch_id = b.batch_id and e.slot_at is not null) end
      from batch_results as b
      left join lateral (
        select * from batch_pipelines where batch_id = b.batch_id offset 0) as p on true
      cross join lateral (
        select string_agg(phase || ' ' || %s || ' ' || status || ' ' || %s, ',') as closed,
          coalesce(bool_or(failed_ids <> '{}'), false) as any_failed,
          coalesce(bool_or(phase = 'spellcheck'), false) as closed_spellcheck,
          coalesce(bool_or(phase = 'cj_assessment'), false) as closed_cj_assessment
        from phase_outcomes where batch_id = b.batch_id) as o
      where b.batch_id = any (?) and b.registered_at is not null
      """
          .formatted(
              Phase.values().length,
              ANY_MEMBER.formatted("spellcheck", "e.spellcheck_at is not null"),
              ANY_MEMBER.formatted(
                  "cj_assessment", "e.cj_at is not null or e.verdict_at is not null"),
              pipeline(),
              FactTexts.stamp("at", "event_id", "digest"),
              FactTexts.stamp("outcome_at", "outcome_event_id", "outcome_digest"),
              FactTexts.micros("first_evidence_at"));

  private static final String STORE =
      """
      update batch_results as b set status = n.status
      from unnest(?, ?) as n (batch_id, status) where b.batch_id = n.batch_id
      """;

  private static final String LOCK =
      """
      with held as (
        select batch_id from batch_results where batch_id = any (?) for no key update skip locked)
      select (select count(*) from held)
        = (select count(*) from batch_results where batch_id = any (?))
      """;

  private JudgedStatuses() {}

  private static String stamp(String register) {
    return FactTexts.stamp(
        "p." + register + "_at", "p." + register + "_event_id", "p." + register + "_digest");
  }

  private static String pipeline() {
    Stream<String> registers =
        Stream.of(
            "'%s ' || ".formatted(StatusInputs.FAILURE) + stamp("cj_failure"),
            "'%s ' || ".formatted(StatusInputs.END) + stamp("end") + " || ' ' || p.end_status");
    Stream<String> namings =
        Stream.of(Phase.values())
            .map(Phase::eventName)
            .map(phase -> "'%s ' || ".formatted(phase) + stamp(FactTables.naming(phase)));
    return Stream.concat(registers, namings).collect(Collectors.joining(",\n    "));
  }

  /**
   * The status of a batch as it is stored, and as its facts give it.
   *
   * @param judged null if the facts make no sense
   */
  public record Judged(String batch, @Nullable String stored, @Nullable String judged) {
    private boolean differs() {
      return judged != null && !judged.equals(stored);
    }
  }

  /** Those of the batches that are registered. */
  public static List<Judged> of(
      DSLContext dsl, Collection<String> batches, PipelineEnds pipelineEnds) {
    List<Judged> judged = new ArrayList<>();
    pieces(batches)
        .forEach(piece -> {
          List<StatusInputs> inputs =
              dsl.connectionResult(connection -> inputs(connection, piece, pipelineEnds));
          Map<String, List<NamedAlike>> failed = failed(dsl, inputs);
          inputs.forEach(batch ->
              judged.add(
                  new Judged(
                      batch.batch(),
                      batch.stored(),
                      batch.judged(failed.getOrDefault(batch.batch(), List.of())))));
        });
    return judged;
  }

  /**
   * Judges the registered ones of these batches anew, which have to be locked by this transaction,
   * and stores what differs.
   */
  public static void store(DSLContext dsl, Collection<String> batches, PipelineEnds pipelineEnds) {
    List<Judged> all = of(dsl, batches, pipelineEnds);
    for (List<Judged> piece : pieces(all.stream().filter(Judged::differs).toList())) {
      dsl.execute(STORE, texts(piece, Judged::batch), texts(piece, Judged::judged));
    }
  }

  /**
   * Holds further batches, out of the order in which all take these locks, and so without waiting:
   * whoever holds one of them might be waiting for this transaction.
   *
   * @return false if another holds one of them
   */
  static boolean lock(DSLContext dsl, Collection<String> batches) {
    String[] all = batches.toArray(String[]::new);
    return all.length == 0 || dsl.fetchSingle(LOCK, all, all).get(0, boolean.class);
  }

  private static <T> List<List<T>> pieces(Collection<T> all) {
    List<T> rest = List.copyOf(all);
    List<List<T>> pieces = new ArrayList<>();
    for (int start = 0; start < rest.size(); start += BATCHES) {
      pieces.add(rest.subList(start, Math.min(rest.size(), start + BATCHES)));
    }
    return pieces;
  }

  private static @Nullable String[] texts(
      List<Judged> rows, Function<Judged, @Nullable String> text) {
    return rows.stream().map(text).toArray(String[]::new);
  }

  private static List<StatusInputs> inputs(
      Connection connection, List<String> batches, PipelineEnds pipelineEnds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INPUTS)) {
      statement.setArray(1, connection.createArrayOf("text", batches.toArray()));
      List<StatusInputs> inputs = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          inputs.add(StatusInputs.of(rows, pipelineEnds));
        }
      }
      return inputs;
    }
  }

  /** The failed essays of those whose status depends on them. */
  private static Map<String, List<NamedAlike>> failed(DSLContext dsl, List<StatusInputs> inputs) {
    String[] depend =
        inputs.stream()
            .filter(StatusInputs::dependsOnEssays)
            .map(StatusInputs::batch)
            .toArray(String[]::new);
    return depend.length == 0
        ? Map.of()
        : dsl.connectionResult(connection -> OutcomesQuery.namedAlike(connection, depend));
  }
}
