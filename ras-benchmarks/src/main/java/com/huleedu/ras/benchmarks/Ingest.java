package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.bare.BareConsumer;
import com.huleedu.ras.benchmarks.bare.Fold;
import com.huleedu.ras.benchmarks.bare.RecordAtATime;
import com.huleedu.ras.benchmarks.bare.UpsertLoop;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** A backlog is taken in: how fast, in how much memory, and with how much of a log of changes. */
final class Ingest implements Experiment {
  /** Folds that lie in memory at a time. */
  private static final int SLICE = 100;

  private static final Duration REBUILT_WITHIN = Duration.ofMinutes(30);

  @Override
  public List<RowId> rows() {
    return List.of(RowId.INGEST, RowId.INGEST_NAIVE, RowId.MEMORY, RowId.WAL, RowId.REBUILD);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) throws Exception {
    if (lab.scale().quick() && wanted.equals(Set.of(RowId.REBUILD))) {
      return List.of(Row.notInQuick(RowId.REBUILD));
    }
    try (Backlog backlog = Backlog.publish(lab, lab.scale().backlog())) {
      Measured measured = new Measured(lab, backlog, wanted);
      for (int i = 0; i < lab.scale().repetitions(); i++) {
        lab.screen().repetition(RowId.INGEST, i, lab.scale().repetitions());
        measured.repeat(i);
      }
      return measured.rows();
    }
  }

  /** How the bare loop did with one number of connections. */
  private record Bare(double changesPerSecond, double walPerChange) {}

  /** All repetitions. */
  private static final class Measured {
    private final Lab lab;
    private final Backlog backlog;
    private final Set<RowId> wanted;
    private final String template;
    private final List<Double> changes = new ArrayList<>();
    private final List<Double> events = new ArrayList<>();
    private final List<Double> memory = new ArrayList<>();
    private final List<Double> wal = new ArrayList<>();
    private final List<Double> bareChanges = new ArrayList<>();
    private final List<Double> bareWal = new ArrayList<>();
    private final List<Double> naive = new ArrayList<>();
    private final List<Double> rebuilt = new ArrayList<>();
    private int best;

    Measured(Lab lab, Backlog backlog, Set<RowId> wanted) {
      this.lab = lab;
      this.backlog = backlog;
      this.wanted = wanted;
      this.template = lab.databases().create();
      lab.migrate(template, backlog.log());
    }

    void repeat(int repetition) throws Exception {
      String database = lab.databases().copy(template);
      Intake intake = Intake.run(lab, new Intake.Setup("ingest", database, backlog));
      events.add(intake.eventsPerSecond());
      changes.add(intake.eventsPerSecond() * backlog.changesPerEvent());
      memory.add(intake.peakMebibytes());
      wal.add(intake.walBytes() / backlog.changes());
      lab.charts()
          .line(
              "Events taken in, of a backlog",
              "seconds since the start of the process",
              "events",
              "run " + (repetition + 1),
              intake.progress());
      note(repetition, RowId.INGEST, "ours", changes);
      note(repetition, RowId.MEMORY, "ours", memory);
      note(repetition, RowId.WAL, "ours", wal);
      if (wanted.contains(RowId.REBUILD) && !lab.scale().quick()) {
        rebuilt.add(rebuild(database));
        note(repetition, RowId.REBUILD, "ours", rebuilt);
      }
      if (wanted.contains(RowId.INGEST) || wanted.contains(RowId.WAL)) {
        bare(repetition);
      }
      if (wanted.contains(RowId.INGEST_NAIVE)) {
        lab.databases().checkpoint();
        naive.add(naive());
        note(repetition, RowId.INGEST_NAIVE, "yardstick", naive);
      }
      lab.databases().drop(database);
    }

    private void note(int repetition, RowId row, String side, List<Double> values) {
      lab.raw().value(row, side, repetition, values.getLast());
    }

    private double rebuild(String database) {
      long started = System.nanoTime();
      ServiceProcess rebuild =
          lab.command("rebuild", database, backlog.log(), "rebuild", "--dry-run");
      int code = rebuild.awaitEnd(REBUILT_WITHIN);
      if (code != 0) {
        throw new MeasurementFailedException("rebuild ended with " + code);
      }
      return backlog.log().events() / ((System.nanoTime() - started) / 1e9);
    }

    /** With 1, 2 and 4 connections the first time; with the best of these again. */
    private void bare(int repetition) throws Exception {
      String database = lab.databases().create();
      double most = 0;
      for (int connections : best == 0 ? List.of(1, 2, 4) : List.of(best)) {
        Bare bare = bare(database, connections);
        lab.raw()
            .add(
                Map.of(
                    "row",
                    "ingest",
                    "side",
                    "yardstick",
                    "repetition",
                    repetition,
                    "connections",
                    connections,
                    "value",
                    bare.changesPerSecond(),
                    "wal_per_change",
                    bare.walPerChange()));
        if (bare.changesPerSecond() > most) {
          most = bare.changesPerSecond();
          best = repetition == 0 ? connections : best;
          keep(bareChanges, repetition, most);
          keep(bareWal, repetition, bare.walPerChange());
        }
      }
      lab.databases().drop(database);
    }

    private static void keep(List<Double> values, int place, double value) {
      if (values.size() > place) {
        values.set(place, value);
      } else {
        values.add(value);
      }
    }

    private Bare bare(String database, int connections)
        throws SQLException, InterruptedException, ExecutionException {
      long warm = backlog.log().events() * Intake.WARM_UP_PERCENT / 100 / Log.FOLD;
      try (UpsertLoop loop = new UpsertLoop(database, connections);
          Connection connection = DriverManager.getConnection(database)) {
        lab.databases().checkpoint();
        long walBefore = Databases.walBytes(connection);
        Backlog.Folds folds = backlog.folds();
        loop.write(folds.next((int) warm));
        double seconds = 0;
        long rows = 0;
        for (List<Fold> slice = folds.next(SLICE); !slice.isEmpty(); slice = folds.next(SLICE)) {
          rows += slice.stream().mapToLong(Fold::changes).sum();
          seconds += loop.write(slice);
        }
        double walBytes = Databases.walBytes(connection) - walBefore;
        return new Bare(rows / seconds, walBytes / backlog.changes());
      }
    }

    private double naive() throws SQLException {
      String database = lab.databases().create();
      BareConsumer.Source source =
          new BareConsumer.Source(
              lab.servers().kafka().bootstrapServers(), backlog.log().topics(), "earliest");
      Duration time = lab.scale().naive();
      double perSecond =
          RecordAtATime.measure(
              source, database, lab.servers().redis().uri(), time.dividedBy(2), time);
      lab.databases().drop(database);
      return perSecond;
    }

    List<Row> rows() {
      lab.capacityIs(com.huleedu.ras.benchmarks.load.Spread.of(events).median());
      String note =
          "%,d events of %,d bytes on average, %,d row changes, the first %d %% as a warm-up"
              .formatted(
                  backlog.log().events(),
                  backlog.log().meanBytes(),
                  backlog.changes(),
                  Intake.WARM_UP_PERCENT);
      List<Row> rows = new ArrayList<>();
      for (RowId id : RowId.values()) {
        if (wanted.contains(id)) {
          rows.add(row(id, note));
        }
      }
      return rows;
    }

    private Row row(RowId id, String note) {
      return switch (id) {
        case INGEST ->
            Row.ofPairs(
                id, changes, bareChanges, note + ", the loop on %d connections".formatted(best));
        case INGEST_NAIVE -> Row.ofPairs(id, events, naive, note);
        case WAL -> Row.ofPairs(id, wal, bareWal, note);
        case MEMORY -> Row.alone(id, memory, note);
        default ->
            lab.scale().quick() ? Row.notInQuick(id) : Row.ofPairs(id, rebuilt, events, note);
      };
    }
  }
}
