package com.huleedu.ras.adapter.postgres.rebuild;

import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What a model says of itself beside its rows. */
final class StoredState {
  private static final String LETTERS =
      """
      select topic, partition, topic_id, kafka_offset, error_type, upper(state) from dead_letters
      """;

  private StoredState() {}

  static List<Position> positions(DSLContext dsl) {
    return dsl.fetch("select topic, partition, topic_id, next_offset from stream_positions")
        .map(row -> new Position(partition(row), row.get(2, String.class), row.get(3, Long.class)));
  }

  static List<KnownDeadLetter> deadLetters(DSLContext dsl) {
    return dsl.fetch(LETTERS).map(StoredState::deadLetter);
  }

  static KnownDeadLetter deadLetter(Record row) {
    return new KnownDeadLetter(
        partition(row),
        row.get(2, String.class),
        row.get(3, Long.class),
        row.get(4, String.class),
        DeadLetterState.valueOf(row.get(5, String.class)));
  }

  private static Partition partition(Record row) {
    return new Partition(row.get(0, String.class), row.get(1, Integer.class));
  }
}
