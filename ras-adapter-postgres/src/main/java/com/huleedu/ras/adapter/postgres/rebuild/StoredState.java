package com.huleedu.ras.adapter.postgres.rebuild;

import static org.jooq.impl.DSL.val;

import com.huleedu.ras.adapter.postgres.model.PostgresPositions;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What a model says of itself beside its rows. */
final class StoredState {
  private static final String LETTERS =
      """
      select l.topic, l.partition, l.topic_id, l.kafka_offset, l.timestamp_millis, l.error_type,
        upper(l.state)
      from unnest({0}, {1}, {2}, {3}) as r (topic, number, first, after)
      join dead_letters as l
        on l.topic = r.topic and l.partition = r.number
          and l.kafka_offset >= r.first and l.kafka_offset < r.after
      """;

  private static final String OPEN =
      """
      select topic, partition, topic_id, kafka_offset, timestamp_millis, error_type, upper(state), id
      from dead_letters
      where state = 'open' and error_type = any ({0}) and id > {1} order by id limit 1000
      """;

  private static final String COUNTS =
      """
      select error_type, state = 'open', count(*) from dead_letters
      where state <> 'replayed' group by 1, 2
      """;

  private static final String POSITIONS =
      """
      select topic, partition, topic_id, next_offset,
        last_offset, last_leader_epoch, last_timestamp_millis, last_digest
      from stream_positions
      """;

  private StoredState() {}

  static List<Position> positions(DSLContext dsl) {
    return dsl.fetch(POSITIONS).map(PostgresPositions::position);
  }

  static List<KnownDeadLetter> deadLetters(DSLContext dsl, Map<Partition, LogRange> ranges) {
    List<Partition> partitions = List.copyOf(ranges.keySet());
    List<LogRange> offsets = partitions.stream().map(ranges::get).toList();
    return dsl.fetch(
            LETTERS,
            val(partitions.stream().map(Partition::topic).toArray(String[]::new)),
            val(partitions.stream().map(Partition::number).toArray(Integer[]::new)),
            val(offsets.stream().map(LogRange::from).toArray(Long[]::new)),
            val(offsets.stream().map(LogRange::to).toArray(Long[]::new)))
        .map(StoredState::deadLetter);
  }

  /** The next of them; returns the id of the last one, if there was any. */
  static OptionalLong openDeadLetters(
      DSLContext dsl, Collection<String> errorTypes, long after, Consumer<KnownDeadLetter> each) {
    List<? extends Record> rows =
        dsl.fetch(OPEN, val(errorTypes.toArray(String[]::new)), val(after));
    rows.forEach(row -> each.accept(deadLetter(row)));
    return rows.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(rows.getLast().get(7, Long.class));
  }

  static DeadLetterCounts countDeadLetters(DSLContext dsl) {
    Map<String, Long> open = new HashMap<>();
    long discarded = 0;
    for (Record row : dsl.fetch(COUNTS)) {
      long count = row.get(2, Long.class);
      if (row.get(1, Boolean.class)) {
        open.put(row.get(0, String.class), count);
      } else {
        discarded += count;
      }
    }
    return new DeadLetterCounts(open, discarded);
  }

  static KnownDeadLetter deadLetter(Record row) {
    return new KnownDeadLetter(
        partition(row),
        row.get(2, String.class),
        row.get(3, Long.class),
        Instant.ofEpochMilli(row.get(4, Long.class)),
        row.get(5, String.class),
        DeadLetterState.valueOf(row.get(6, String.class)));
  }

  private static Partition partition(Record row) {
    return new Partition(row.get(0, String.class), row.get(1, Integer.class));
  }
}
