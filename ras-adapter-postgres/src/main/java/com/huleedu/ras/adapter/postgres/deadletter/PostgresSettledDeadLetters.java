package com.huleedu.ras.adapter.postgres.deadletter;

import static org.jooq.impl.DSL.val;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.port.deadletter.LogBeginnings.Beginning;
import com.huleedu.ras.domain.port.deadletter.SettledDeadLetters;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;

/**
 * Settled letters and their history go together; whom somebody else holds stays for the next time.
 */
public final class PostgresSettledDeadLetters implements SettledDeadLetters {
  // An offset counts within one topic: of a topic that was created again Kafka has nothing left.
  private static final String REMOVE =
      """
      with old as (
        select l.id from dead_letters as l
        join unnest({0}, {1}, {2}, {3}) as b (topic, number, topic_id, first)
          on b.topic = l.topic and b.number = l.partition
            and (l.topic_id <> b.topic_id or l.kafka_offset < b.first)
        where l.state <> 'open' and not exists (
          select from dead_letter_history as h where h.letter_id = l.id and h.entered_at >= {4})
        order by l.id limit {5}
        for update of l skip locked
      ), histories as (
        delete from dead_letter_history as h using old where h.letter_id = old.id
      )
      delete from dead_letters as l using old where l.id = old.id
      """;

  private final Database database;

  public PostgresSettledDeadLetters(Database database) {
    this.database = database;
  }

  @Override
  public int remove(Instant settledBefore, Collection<Beginning> beginnings, int atMost) {
    return database.run(
        Operation.REMOVE_DEAD_LETTERS,
        dsl ->
            dsl.execute(
                REMOVE,
                val(beginnings.stream().map(it -> it.partition().topic()).toArray(String[]::new)),
                val(beginnings.stream().map(it -> it.partition().number()).toArray(Integer[]::new)),
                val(beginnings.stream().map(Beginning::topicId).toArray(String[]::new)),
                val(beginnings.stream().map(Beginning::offset).toArray(Long[]::new)),
                val(settledBefore.atOffset(ZoneOffset.UTC)),
                val(atMost)));
  }
}
