package com.huleedu.ras.benchmarks.bare;

import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.event.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of the same columns as one of the model, with its primary key and nothing else, and the
 * one statement that writes rows of it without looking at who is newer.
 */
final class BareTable {
  static final BareTable BATCHES =
      new BareTable(
          "batch_results",
          1,
          "batch_id text, registered_at timestamptz, registered_event_id uuid,"
              + " registered_digest int8, user_id text, essay_count int8, essay_ids text[],"
              + " requested_phases text[], created_at timestamptz, owners text[]");
  static final BareTable OUTCOMES =
      new BareTable(
          "phase_outcomes",
          2,
          "batch_id text, phase text, outcome_at timestamptz, outcome_event_id uuid,"
              + " outcome_digest int8, status text, processed_ids text[], failed_ids text[],"
              + " first_evidence_at timestamptz");
  static final BareTable ESSAYS =
      new BareTable(
          "essay_results",
          1,
          "essay_id text, batch_id text, claim_by_registration bool, claim_at timestamptz,"
              + " claim_event_id uuid, claim_digest int8, claimants text[],"
              + " spellcheck_at timestamptz, spellcheck_event_id uuid, spellcheck_digest int8,"
              + " spellcheck_stage text, correction_count int8, corrected_text_id text,"
              + " original_text_id text, spellcheck_error text, cj_at timestamptz,"
              + " cj_event_id uuid, cj_digest int8, cj_rank int8, cj_score float8,"
              + " first_evidence_at timestamptz");

  private final String name;
  private final int keys;
  private final List<String> columns = new ArrayList<>();
  private final List<String> types = new ArrayList<>();

  private BareTable(String name, int keys, String definition) {
    this.name = name;
    this.keys = keys;
    for (String column : definition.split(", *", -1)) {
      int space = column.indexOf(' ');
      columns.add(column.substring(0, space));
      types.add(column.substring(space + 1));
    }
  }

  /** The type of the elements that a parameter is an array of; arrays travel as their texts. */
  String elementType(int column) {
    String type = types.get(column);
    return type.endsWith("[]") ? "text" : type;
  }

  String create() {
    List<String> definitions = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String collation = types.get(i).startsWith("text") ? " collate \"C\"" : "";
      definitions.add(columns.get(i) + " " + types.get(i) + collation);
    }
    return "create table %s (%s, primary key (%s)) with (fillfactor = %d)"
        .formatted(
            name,
            String.join(", ", definitions),
            String.join(", ", columns.subList(0, keys)),
            this == ESSAYS ? 60 : 80);
  }

  String upsert() {
    List<String> selected = new ArrayList<>();
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      boolean array = types.get(i).endsWith("[]");
      selected.add(array ? columns.get(i) + "::text[]" : columns.get(i));
      parameters.add("unnest(?::" + elementType(i) + "[]) as " + columns.get(i));
    }
    String updates =
        columns.subList(keys, columns.size()).stream()
            .map(column -> column + " = coalesce(excluded." + column + ", t." + column + ")")
            .collect(Collectors.joining(", "));
    String all = String.join(", ", columns);
    return "insert into %s as t (%s) select %s from (select %s) as u on conflict (%s) do update set %s"
        .formatted(
            name,
            all,
            String.join(", ", selected),
            String.join(", ", parameters),
            String.join(", ", columns.subList(0, keys)),
            updates);
  }

  int width() {
    return columns.size();
  }

  static @Nullable Object[] row(BatchFacts facts) {
    Stamp stamp = facts.registration().stamp();
    var registration = facts.registration().value();
    return new @Nullable Object[] {
      facts.batch().value(),
      stamp.time(),
      stamp.eventId(),
      stamp.digest(),
      registration.owner().value(),
      registration.essayCount(),
      array(registration.essays()),
      array(registration.requestedPhases().stream().map(phase -> phase.eventName()).toList()),
      facts.createdAt(),
      array(facts.owners())
    };
  }

  static @Nullable Object[] row(OutcomeFacts facts) {
    Stamp stamp = facts.outcome().stamp();
    return new @Nullable Object[] {
      facts.batch().value(),
      facts.phase().eventName(),
      stamp.time(),
      stamp.eventId(),
      stamp.digest(),
      facts.outcome().value().status().eventName(),
      array(facts.outcome().value().processed()),
      array(facts.outcome().value().failed()),
      facts.firstEvidence()
    };
  }

  static @Nullable Object[] row(EssayFacts facts) {
    @Nullable Object[] row = new @Nullable Object[21];
    row[0] = facts.essay().value();
    var claim = facts.membership();
    if (claim != null) {
      row[1] = claim.batch().value();
      row[2] = claim.kind() == com.huleedu.ras.domain.batch.Claim.Kind.REGISTRATION;
      stamp(row, 3, claim.stamp());
      row[6] = array(facts.claimants());
    }
    var spellcheck = facts.spellcheck();
    if (spellcheck != null) {
      stamp(row, 7, spellcheck);
      row[10] = spellcheck.value().stage().answerName();
      row[11] = spellcheck.value().corrections();
      row[12] = spellcheck.value().correctedText();
      row[13] = spellcheck.value().originalText();
      row[14] = spellcheck.value().error();
    }
    var cj = facts.cj();
    if (cj != null) {
      stamp(row, 15, cj);
      row[18] = cj.value().rank();
      row[19] = cj.value().score();
    }
    row[20] = facts.firstEvidence();
    return row;
  }

  private static void stamp(@Nullable Object[] row, int at, Register<?> register) {
    stamp(row, at, register.stamp());
  }

  private static void stamp(@Nullable Object[] row, int at, Stamp stamp) {
    row[at] = stamp.time();
    row[at + 1] = stamp.eventId();
    row[at + 2] = stamp.digest();
  }

  /** As PostgreSQL writes an array; no id of a benchmark needs quotes. */
  private static String array(Collection<?> values) {
    return values.stream().map(BareTable::text).collect(Collectors.joining(",", "{", "}"));
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
