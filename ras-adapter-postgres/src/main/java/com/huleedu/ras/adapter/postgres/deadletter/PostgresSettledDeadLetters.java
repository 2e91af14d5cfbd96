package com.huleedu.ras.adapter.postgres.deadletter;

import static org.jooq.impl.DSL.val;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.port.deadletter.LogBeginnings.Beginning;
import com.huleedu.ras.domain.port.deadletter.SettledDeadLetters;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.QueryPart;

/**
 * Settled letters and their history go together; whom somebody else holds stays for the next time.
 */
public final class PostgresSettledDeadLetters implements SettledDeadLetters {
  // A range of the index in its order, so that what Kafka still has, be it for ever, is not looked
  // at. The age is asked for letter by letter: joined, the whole history might be read.
  private static final String RANGE =
      """
      select g.id from %s as b cross join lateral (
        select l.id from dead_letters as l
        where l.state <> 'open' and l.topic = b.topic and %s
          and (select max(h.entered_at) from dead_letter_history as h where h.letter_id = l.id)
            < {4} :beside
        order by %s limit {5}) as g
      """;

  private static final String BEFORE_ITS_PARTITION_BEGINS =
      RANGE.formatted(
          "beginnings",
          "l.topic_id = b.topic_id and l.partition = b.number and l.kafka_offset < b.first",
          "l.kafka_offset");

  // An offset counts within one topic: of one that was created again Kafka has nothing left. It may
  // have had more partitions. Two ranges, since an index finds nothing by what it is not.
  private static final String OF_ANOTHER_TOPIC_OF_ITS_NAME =
      RANGE.formatted("topics", "l.topic_id < b.topic_id", "l.topic_id")
          + "union all\n"
          + RANGE.formatted("topics", "l.topic_id > b.topic_id", "l.topic_id");

  private static final String REMOVE =
      """
      with beginnings as (
        select * from unnest({0}, {1}, {2}, {3}) as b (topic, number, topic_id, first)
      ), topics as (
        select distinct topic, topic_id from beginnings
      ), gone as (
      %sunion all
      %s), old as (
        select id from dead_letters where id = any (array(select id from gone limit {5}))
        for update skip locked
      ), histories as (
        delete from dead_letter_history where letter_id = any (array(select id from old))
      )
      delete from dead_letters where id = any (array(select id from old))
      """
          .formatted(BEFORE_ITS_PARTITION_BEGINS, OF_ANOTHER_TOPIC_OF_ITS_NAME);

  // A swap stores the letters of its side that the live model lacks, as open ones; and what is
  // replayed here is applied there by the letter alone. The names are those of the rebuild, whose
  // room this one can't know.
  private static final String SIDES =
      """
      select quote_ident(s.nspname)
      from pg_namespace as s join pg_class as t on t.relnamespace = s.oid
      cross join (values (case current_schema() when 'public' then 'ras' else current_schema() end))
        as live (name)
      where t.relname = 'dead_letters'
        and s.nspname in (live.name || '_rebuild', live.name || '_previous')
      """;

  private static final String NOT_BESIDE =
      """
      and not exists (
        select from %s.dead_letters as s
        where s.topic = l.topic and s.topic_id = l.topic_id and s.partition = l.partition
          and s.kafka_offset = l.kafka_offset)
      """;

  private final Database database;

  public PostgresSettledDeadLetters(Database database) {
    this.database = database;
  }

  @Override
  public int remove(Instant settledBefore, Collection<Beginning> beginnings, int atMost) {
    QueryPart[] values = {
      val(beginnings.stream().map(it -> it.partition().topic()).toArray(String[]::new)),
      val(beginnings.stream().map(it -> it.partition().number()).toArray(Integer[]::new)),
      val(beginnings.stream().map(Beginning::topicId).toArray(String[]::new)),
      val(beginnings.stream().map(Beginning::offset).toArray(Long[]::new)),
      val(settledBefore.atOffset(ZoneOffset.UTC)),
      val(atMost)
    };
    return database.run(
        Operation.REMOVE_DEAD_LETTERS,
        dsl -> dsl.execute(REMOVE.replace(":beside", notBeside(dsl)), values));
  }

  /** That no model beside the live one has the letter. */
  private static String notBeside(DSLContext dsl) {
    List<String> sides = dsl.fetch(SIDES).map(row -> row.get(0, String.class));
    return sides.stream().map(NOT_BESIDE::formatted).collect(Collectors.joining());
  }
}
