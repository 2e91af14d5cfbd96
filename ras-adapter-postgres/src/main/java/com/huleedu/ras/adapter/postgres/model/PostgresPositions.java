package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.Positions;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Positions and lineage as rows. */
public final class PostgresPositions implements Positions {
  private static final String FIND =
      """
      select p.topic, p.partition, p.topic_id, p.next_offset,
        p.last_offset, p.last_leader_epoch, p.last_timestamp_millis, p.last_digest
      from stream_positions as p
      join unnest(?, ?) as w (topic, partition) on p.topic = w.topic and p.partition = w.partition
      """;

  private static final String BEGIN =
      """
      insert into stream_positions (topic, partition, topic_id, next_offset,
        last_offset, last_leader_epoch, last_timestamp_millis, last_digest)
      select * from unnest(?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (topic, partition) do update
      set topic_id = excluded.topic_id, next_offset = excluded.next_offset,
        last_offset = excluded.last_offset, last_leader_epoch = excluded.last_leader_epoch,
        last_timestamp_millis = excluded.last_timestamp_millis, last_digest = excluded.last_digest
      """;

  // One statement, so that nothing comes between check and move. Locking first makes the check see
  // the newest positions; all writers lock in the same order.
  private static final String ADVANCE =
      """
      with step (topic, partition, covers_from, covers_to,
          last_offset, last_leader_epoch, last_timestamp_millis, last_digest) as materialized (
        select * from unnest(?, ?, ?, ?, ?, ?, ?, ?)
      ), locked as materialized (
        select p.topic, p.partition, p.next_offset
        from stream_positions as p
        join step as s on s.topic = p.topic and s.partition = p.partition
        order by p.topic, p.partition
        for no key update of p
      ), verdict (holds) as materialized (
        select (select count(*) from step) = (
            select count(*) from locked as l
            join step as s on s.topic = l.topic and s.partition = l.partition
            where l.next_offset >= s.covers_from)
          and exists (select from lineage where id = ?)
      ), moved as (
        update stream_positions as p
        set next_offset = s.covers_to,
          last_offset = coalesce(s.last_offset, p.last_offset),
          last_leader_epoch = case when s.last_offset is null then p.last_leader_epoch
            else s.last_leader_epoch end,
          last_timestamp_millis = coalesce(s.last_timestamp_millis, p.last_timestamp_millis),
          last_digest = coalesce(s.last_digest, p.last_digest)
        from step as s, verdict as v
        where p.topic = s.topic and p.partition = s.partition and v.holds
          and p.next_offset < s.covers_to
      )
      select holds from verdict
      """;

  private static final String CONSUMED =
      "select distinct topic_id from stream_positions where topic_id = any(?)";

  private static final String RENEW =
      "update lineage set id = gen_random_uuid() where id = cast(? as uuid)";

  private final Database database;

  public PostgresPositions(Database database) {
    this.database = database;
  }

  @Override
  public Map<Partition, Position> find(Collection<Partition> partitions) {
    return database.run(
        Operation.FIND_POSITIONS,
        dsl ->
            dsl
                .fetch(
                    FIND,
                    column(partitions, Partition::topic, String[]::new),
                    column(partitions, Partition::number, Integer[]::new))
                .stream()
                .map(PostgresPositions::position)
                .collect(Collectors.toMap(Position::partition, Function.identity())));
  }

  /** A row that begins with the columns of {@link #FIND}. */
  public static Position position(Record row) {
    return new Position(
        new Partition(row.get(0, String.class), row.get(1, Integer.class)),
        row.get(2, String.class),
        row.get(3, Long.class),
        last(row));
  }

  private static @Nullable LastRecord last(Record row) {
    Long offset = row.get(4, Long.class);
    return offset == null
        ? null
        : new LastRecord(
            offset, row.get(5, Integer.class), row.get(6, Long.class), row.get(7, Long.class));
  }

  @Override
  public Set<String> consumed(Collection<String> topicIds) {
    return database.run(
        Operation.FIND_POSITIONS,
        dsl ->
            dsl.fetch(CONSUMED, (Object) topicIds.toArray(String[]::new)).intoSet(0, String.class));
  }

  @Override
  public Set<String> topics() {
    return database.run(
        Operation.FIND_POSITIONS,
        dsl -> dsl.fetch("select distinct topic from stream_positions").intoSet(0, String.class));
  }

  @Override
  public void begin(Collection<Position> positions) {
    List<Position> sorted =
        positions.stream().sorted(Comparator.comparing(Position::partition)).toList();
    database.run(
        Operation.BEGIN_POSITIONS,
        dsl ->
            dsl.execute(
                BEGIN,
                column(sorted, position -> position.partition().topic(), String[]::new),
                column(sorted, position -> position.partition().number(), Integer[]::new),
                column(sorted, Position::topicId, String[]::new),
                column(sorted, Position::next, Long[]::new),
                column(sorted, it -> offset(it.last()), Long[]::new),
                column(sorted, it -> leaderEpoch(it.last()), Integer[]::new),
                column(sorted, it -> timestamp(it.last()), Long[]::new),
                column(sorted, it -> digest(it.last()), Long[]::new)));
  }

  @Override
  public boolean advance(List<Advance> advances, Lineage expected) {
    return database.run(
        Operation.ADVANCE_POSITIONS,
        dsl ->
            dsl.fetchSingle(
                    ADVANCE,
                    column(advances, advance -> advance.partition().topic(), String[]::new),
                    column(advances, advance -> advance.partition().number(), Integer[]::new),
                    column(advances, Advance::from, Long[]::new),
                    column(advances, Advance::to, Long[]::new),
                    column(advances, it -> offset(it.last()), Long[]::new),
                    column(advances, it -> leaderEpoch(it.last()), Integer[]::new),
                    column(advances, it -> timestamp(it.last()), Long[]::new),
                    column(advances, it -> digest(it.last()), Long[]::new),
                    expected.id())
                .get(0, Boolean.class));
  }

  @Override
  public Lineage lineage() {
    return database.run(Operation.LINEAGE, PostgresPositions::lineage);
  }

  @Override
  public Lineage renewLineage(Lineage known) {
    return database.run(
        Operation.RENEW_LINEAGE,
        dsl -> {
          dsl.execute(RENEW, known.id());
          return lineage(dsl);
        });
  }

  private static Lineage lineage(DSLContext dsl) {
    return new Lineage(dsl.fetchSingle("select id from lineage").get(0, UUID.class));
  }

  private static @Nullable Long offset(@Nullable LastRecord last) {
    return last == null ? null : last.offset();
  }

  private static @Nullable Integer leaderEpoch(@Nullable LastRecord last) {
    return last == null ? null : last.leaderEpoch();
  }

  private static @Nullable Long timestamp(@Nullable LastRecord last) {
    return last == null ? null : last.timestamp();
  }

  private static @Nullable Long digest(@Nullable LastRecord last) {
    return last == null ? null : last.digest();
  }

  private static <F, T extends @Nullable Object> T[] column(
      Collection<F> rows, Function<F, T> value, IntFunction<T[]> array) {
    return rows.stream().map(value).toArray(array);
  }
}
