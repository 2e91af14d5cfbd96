package com.huleedu.ras.adapter.postgres.rebuild;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.port.rebuild.UpkeepRun;
import com.huleedu.ras.domain.port.rebuild.UpkeepRuns;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jooq.Record;

/** The runs as rows. */
public final class PostgresUpkeepRuns implements UpkeepRuns {
  private static final String ADD =
      """
      with old as (delete from upkeep_runs where ended_at < ?::timestamptz - interval '1 year')
      insert into upkeep_runs (kind, started_at, ended_at, differences)
      values (?, ?::timestamptz, ?::timestamptz, ?)
      """;

  // Of each kind by itself, as the index has them: whoever asks does so every few seconds.
  private static final String NEWEST =
      """
      select r.* from unnest(?) as k (kind)
      cross join lateral (
        select kind, started_at, ended_at, differences from upkeep_runs as u
        where u.kind = k.kind order by ended_at desc limit 1) as r
      """;

  private static final String[] KINDS =
      Arrays.stream(UpkeepRun.Kind.values()).map(Enum::name).toArray(String[]::new);

  private final Database database;

  public PostgresUpkeepRuns(Database database) {
    this.database = database;
  }

  @Override
  public void add(UpkeepRun run) {
    database.run(
        Operation.UPKEEP,
        dsl ->
            dsl.execute(
                ADD,
                at(run.ended()),
                run.kind().name(),
                at(run.started()),
                at(run.ended()),
                run.differences()));
  }

  @Override
  public List<UpkeepRun> newest() {
    return database.run(
        Operation.UPKEEP, dsl -> dsl.fetch(NEWEST, (Object) KINDS).map(PostgresUpkeepRuns::run));
  }

  private static UpkeepRun run(Record row) {
    return new UpkeepRun(
        UpkeepRun.Kind.valueOf(row.get(0, String.class)),
        instant(row, 1),
        instant(row, 2),
        row.get(3, Long.class));
  }

  private static Instant instant(Record row, int place) {
    return Objects.requireNonNull(row.get(place, OffsetDateTime.class)).toInstant();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
