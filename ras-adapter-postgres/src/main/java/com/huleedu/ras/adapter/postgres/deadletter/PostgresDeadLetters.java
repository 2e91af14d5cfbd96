package com.huleedu.ras.adapter.postgres.deadletter;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.adapter.postgres.database.PgArray;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Dead letters as rows. Nothing that a producer sends may make one be refused. */
public final class PostgresDeadLetters implements DeadLetters {
  /** A message may be large, and a statement of a batch holds one whole. */
  private static final int ROWS = 100;

  private static final Comparator<DeadLetter> ORDER =
      Comparator.comparing((DeadLetter letter) -> letter.message().partition())
          .thenComparingLong(letter -> letter.message().offset());

  // Offsets count within one topic, and a topic that lost its tail gives them again: a letter is
  // what lay there, by its time and bytes. A topic created again under its name has another id.
  // That of the partition's position belongs to the messages, as both are stored in one
  // transaction; until the new id is noticed it is the former one, and the letter, which is stored
  // again once all is read from the beginning, is told by all else.
  private static final String SQL =
      """
      with message as (
      select m.topic, m.partition, coalesce(p.topic_id, '') as topic_id, m.kafka_offset,
        m.timestamp_millis, m.message_key, m.header_names, m.header_values, m.message_value,
        m.error_type, m.error_detail, m.dead_lettered_at
      from (values (cast(? as text), cast(? as integer), cast(? as bigint), cast(? as bigint),
        cast(? as bytea), cast(? as bytea[]), cast(? as bytea[]), cast(? as bytea),
        cast(? as text), cast(? as text), cast(? as timestamptz)))
        as m (topic, partition, kafka_offset, timestamp_millis, message_key, header_names,
          header_values, message_value, error_type, error_detail, dead_lettered_at)
      left join stream_positions as p on p.topic = m.topic and p.partition = m.partition),
      known as (
      select max(l.id) as id, m.topic_id from message as m join dead_letters as l
        on l.topic = m.topic and l.partition = m.partition and l.kafka_offset = m.kafka_offset
          and l.timestamp_millis = m.timestamp_millis
          and l.message_digest = sha256(coalesce(m.message_value, ''::bytea))
      group by m.topic_id
      having bool_and(l.topic_id <> m.topic_id)),
      moved as (
      update dead_letters as l set topic_id = k.topic_id from known as k where l.id = k.id
      returning l.id),
      stored as (
      insert into dead_letters (topic, partition, topic_id, kafka_offset, timestamp_millis,
        message_key, header_names, header_values, message_value,
        error_type, error_detail, dead_lettered_at)
      select m.* from message as m where not exists (select from moved)
      on conflict (topic, partition, kafka_offset, timestamp_millis, message_digest, topic_id)
        do nothing
      returning id, dead_lettered_at, error_type, error_detail)
      insert into dead_letter_history (letter_id, entered_at, action, detail)
      select id, dead_lettered_at, 'dead_lettered', error_type || ': ' || error_detail from stored
      """;

  private final Database database;

  public PostgresDeadLetters(Database database) {
    this.database = database;
  }

  @Override
  public void store(Collection<DeadLetter> letters) {
    if (!letters.isEmpty()) {
      database.inTransaction(
          () -> database.run(Operation.STORE_DEAD_LETTERS, dsl -> insert(dsl, letters)));
    }
  }

  private static boolean insert(DSLContext dsl, Collection<DeadLetter> letters) {
    List<DeadLetter> sorted = letters.stream().sorted(ORDER).toList();
    for (int start = 0; start < sorted.size(); start += ROWS) {
      List<DeadLetter> rows = sorted.subList(start, Math.min(sorted.size(), start + ROWS));
      dsl.batch(SQL, rows.stream().map(PostgresDeadLetters::parameters).toArray(Object[][]::new))
          .execute();
    }
    return true;
  }

  private static Object[] parameters(DeadLetter letter) {
    RawMessage message = letter.message();
    return new Object[] {
      message.partition().topic(),
      message.partition().number(),
      message.offset(),
      message.timestamp().toEpochMilli(),
      message.key(),
      PgArray.of(message.headers(), header -> hex(header.name().getBytes(StandardCharsets.UTF_8))),
      PgArray.of(message.headers(), header -> hex(header.value())),
      message.value(),
      DeadLetterRecords.storable(letter.reason().type()),
      DeadLetterRecords.storable(letter.reason().detail()),
      letter.at().atOffset(ZoneOffset.UTC)
    };
  }

  /** Bytes as an element of an array literal. */
  private static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : "\\x" + HexFormat.of().formatHex(bytes);
  }
}
