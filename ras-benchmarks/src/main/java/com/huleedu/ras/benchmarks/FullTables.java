package com.huleedu.ras.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ingest where the tables have little in them, against where they have much. */
final class FullTables implements Experiment {
  private static final int FEW = 100_000;
  private static final int MANY = 10_000_000;
  private static final int BACKLOG = 200_000;

  private static final String BATCHES =
      """
      insert into ras.batch_results (batch_id, registered_at, registered_event_id,
        registered_digest, user_id, essay_count, essay_ids, requested_phases, created_at, owners,
        status)
      select md5('batch' || b), timestamptz '2026-01-01Z' + b * interval '1 second',
        md5('event' || b)::uuid, b, 'filler-' || mod(b, 5000), 30,
        array(select md5('essay' || b || '-' || e) from generate_series(1, 30) e),
        array['spellcheck', 'cj_assessment'], timestamptz '2026-01-01Z' + b * interval '1 second',
        array['filler-' || mod(b, 5000)], 'processing_pipelines'
      from generate_series(1, batch_count) b
      """;
  private static final String ESSAYS =
      """
      insert into ras.essay_results (essay_id, batch_id, claim_by_registration, claim_at,
        claim_event_id, claim_digest, claimants, spellcheck_at, spellcheck_event_id,
        spellcheck_digest, spellcheck_stage, correction_count, corrected_text_id,
        original_text_id, cj_at, cj_event_id, cj_digest, cj_rank, cj_score, first_evidence_at)
      select essay, b.batch_id, true, b.registered_at, b.registered_event_id, 1,
        array[b.batch_id], b.registered_at, b.registered_event_id, 1, 'completed', 3,
        'txt-corrected-' || essay, 'txt-orig-' || essay, b.registered_at, b.registered_event_id, 1,
        place, 0.5, b.registered_at
      from ras.batch_results b, unnest(b.essay_ids) with ordinality as e (essay, place)
      """;

  @Override
  public List<RowId> rows() {
    return List.of(RowId.SIZE);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) throws Exception {
    if (lab.scale().quick()) {
      return List.of(Row.notInQuick(RowId.SIZE));
    }
    try (Backlog backlog = Backlog.publish(lab, BACKLOG)) {
      String few = filled(lab, backlog, FEW);
      String many = filled(lab, backlog, MANY);
      List<Double> full = new ArrayList<>();
      List<Double> empty = new ArrayList<>();
      for (int i = 0; i < lab.scale().repetitions(); i++) {
        lab.screen().repetition(RowId.SIZE, i, lab.scale().repetitions());
        // The same events again find their rows there; so each gets a copy.
        full.add(intake(lab, many, backlog));
        empty.add(intake(lab, few, backlog));
        lab.raw().value(RowId.SIZE, "ours", i, full.getLast());
        lab.raw().value(RowId.SIZE, "yardstick", i, empty.getLast());
      }
      Row row =
          Row.ofPairs(
              RowId.SIZE,
              full,
              empty,
              "%,d essays in the tables against %,d, a backlog of %,d events"
                  .formatted(MANY, FEW, backlog.log().events()));
      draw(lab, empty, full);
      return List.of(row);
    }
  }

  private static double intake(Lab lab, String filled, Backlog backlog) throws SQLException {
    String database = lab.databases().copy(filled);
    double rate = Intake.run(lab, new Intake.Setup("size", database, backlog)).eventsPerSecond();
    lab.databases().drop(database);
    return rate;
  }

  private static void draw(Lab lab, List<Double> few, List<Double> many) {
    List<double[]> points = new ArrayList<>();
    few.forEach(rate -> points.add(new double[] {FEW, 1e6 / rate}));
    many.forEach(rate -> points.add(new double[] {MANY, 1e6 / rate}));
    lab.charts()
        .line("Cost against table size", "essays in the tables", "µs an event", "ingest", points);
  }

  private static String filled(Lab lab, Backlog backlog, int essays) throws SQLException {
    lab.screen().say("  filling tables with %,d essays".formatted(essays));
    String database = lab.databases().create();
    lab.migrate(database, backlog.log());
    try (Connection connection = DriverManager.getConnection(database)) {
      Databases.execute(
          connection,
          // The rows are right by how they are made: to check each reference would take minutes.
          "set session_replication_role = replica",
          BATCHES.replace("batch_count", String.valueOf(essays / Scale.ESSAYS)),
          ESSAYS,
          "vacuum (freeze, analyze)",
          "checkpoint");
      long rows = Databases.number(connection, "select count(*) from ras.essay_results");
      lab.raw().add(Map.of("row", "size", "essays", rows));
    }
    return database;
  }
}
