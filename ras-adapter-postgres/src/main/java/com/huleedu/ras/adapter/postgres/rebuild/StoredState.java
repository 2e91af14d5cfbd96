package com.huleedu.ras.adapter.postgres.rebuild;

import com.huleedu.ras.adapter.postgres.model.PostgresPositions;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What a model says of itself beside its rows. */
final class StoredState {
  private static final String LETTERS =
      """
      select topic, partition, topic_id, kafka_offset, timestamp_millis, error_type, upper(state)
      from dead_letters
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

  static List<KnownDeadLetter> deadLetters(DSLContext dsl) {
    return dsl.fetch(LETTERS).map(StoredState::deadLetter);
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
