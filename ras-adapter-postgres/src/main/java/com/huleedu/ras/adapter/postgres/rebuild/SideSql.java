package com.huleedu.ras.adapter.postgres.rebuild;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Statements about a side schema and the live one; see {@link SideSchemas#in}. */
final class SideSql {
  /** That change places, in the order in which all take their locks. */
  static final List<String> TABLES =
      List.of(
          "batch_results", "phase_outcomes", "batch_pipelines", "rejected_files", "essay_results");

  /** Letters of the side model that the live one has replayed; some of them. */
  static final String REPLAYED =
      """
      select s.id
      from :side.dead_letters as s join :live.dead_letters as l
        using (topic, topic_id, partition, kafka_offset, timestamp_millis, message_digest)
      where l.state = 'replayed' and s.state = 'open'
      limit 1000
      """;

  /** All of a letter but what became of it. */
  private static final String LETTER =
      "topic, topic_id, partition, kafka_offset, timestamp_millis, message_key, header_names,"
          + " header_values, message_value, error_type, error_detail, dead_lettered_at";

  /**
   * By the digest that is stored: who inserts a letter to see whether it is known makes it anew.
   */
  private static final String SAME =
      "s.topic = l.topic and s.partition = l.partition and s.kafka_offset = l.kafka_offset"
          + " and s.timestamp_millis = l.timestamp_millis and s.message_digest = l.message_digest"
          + " and s.topic_id = l.topic_id";

  /**
   * The side model gets the letters of the live model that nobody replayed, as open ones. Without
   * their history: that is the live model's.
   */
  static final String LIVE_LETTERS =
      """
      insert into :side.dead_letters (%1$s)
      select %1$s from :live.dead_letters as l
      where l.state <> 'replayed'
        and not exists (select from :side.dead_letters as s where %2$s)
      """
          .formatted(LETTER, SAME);

  /** Keys of rows that differ. Places of batches that nobody registered are none. */
  static final String DIFFERING =
      """
      create table :side.rebuild_differing as
      select 'BATCH_RESULTS' as name, coalesce(l.batch_id, s.batch_id) as key1,
        cast(null as text) as key2
      from :live.batch_results as l full join :side.batch_results as s on l.batch_id = s.batch_id
      where row(l.*) is distinct from row(s.*)
      union all
      select 'BATCH_PIPELINES', coalesce(l.batch_id, s.batch_id), null
      from :live.batch_pipelines as l full join :side.batch_pipelines as s
        on l.batch_id = s.batch_id
      where row(l.*) is distinct from row(s.*)
      union all
      select 'PHASE_OUTCOMES', coalesce(l.batch_id, s.batch_id), coalesce(l.phase, s.phase)
      from :live.phase_outcomes as l full join :side.phase_outcomes as s
        on l.batch_id = s.batch_id and l.phase = s.phase
      where row(l.*) is distinct from row(s.*)
      union all
      select 'REJECTED_FILES', coalesce(l.batch_id, s.batch_id), coalesce(l.upload_id, s.upload_id)
      from :live.rejected_files as l full join :side.rejected_files as s
        on l.batch_id = s.batch_id and l.upload_id = s.upload_id
      where row(l.*) is distinct from row(s.*)
      union all
      select 'ESSAY_RESULTS', coalesce(l.essay_id, s.essay_id), null
      from :live.essay_results as l full join :side.essay_results as s on l.essay_id = s.essay_id
      where row(l.*) is distinct from row(s.*)
      """;

  /** The order in which keys of differing rows are read. */
  static final String KEY = "name, key1 collate \"C\", coalesce(key2, '') collate \"C\"";

  /** The next keys of rows that differ; few, since the rows are read next. */
  static final String DIFFERING_AFTER =
      """
      select name, key1, key2 from :side.rebuild_differing
      where (%1$s) > (?, ?, ?)
      order by %1$s limit 50
      """
          .formatted(KEY);

  /** Keys of swapped rows whose answers are not invalidated yet; some of them. */
  static final String SWAPPED =
      "select name, key1, key2 from :side.rebuild_swapped order by %s limit 1000".formatted(KEY);

  static final String INVALIDATED =
      """
      delete from :side.rebuild_swapped as d using unnest({0}, {1}, {2}) as k (name, key1, key2)
      where d.name = k.name and d.key1 = k.key1 and d.key2 is not distinct from k.key2
      """;

  /** What is granted on the live tables, as statements that grant it on the others. */
  static final String GRANTS =
      """
      select format('grant %%s on :side.%%I to %%s%%s', acl.privilege_type, t.relname,
        case when acl.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end,
        case when acl.is_grantable then ' with grant option' else '' end)
      from pg_class as t, aclexplode(t.relacl) as acl
      where t.oid in (%s)
        and acl.grantee <> t.relowner
      """
          .formatted(
              TABLES.stream()
                  .map("to_regclass(':live.%s')"::formatted)
                  .collect(Collectors.joining(", ")));

  /** The live model gets the open letters of the side model that it lacks. */
  static final String SIDE_LETTERS =
      """
      with stored as (
        insert into :live.dead_letters (%1$s)
        select %1$s from :side.dead_letters as s
        where s.state = 'open' and not exists (select from :live.dead_letters as l where %2$s)
        returning id, dead_lettered_at, error_type, error_detail)
      insert into :live.dead_letter_history (letter_id, entered_at, action, detail)
      select id, dead_lettered_at, 'dead_lettered', error_type || ': ' || error_detail
      from stored
      """
          .formatted(LETTER, SAME);

  /** Under which setting the statuses of either model were judged goes with its rows. */
  static final String SETTINGS =
      """
      with judged as (
        select l.pipeline_ends as live, s.pipeline_ends as side
        from :live.lineage as l, :side.lineage as s
        where l.pipeline_ends is distinct from s.pipeline_ends
      ), kept as (
        update :side.lineage set pipeline_ends = j.live from judged as j
      )
      update :live.lineage set pipeline_ends = j.side from judged as j
      """;

  private static final List<String> BEGIN =
      List.of(
          "drop table if exists :side.rebuild_swapped",
          "alter table :side.rebuild_differing rename to rebuild_swapped",
          "create schema :swapping");

  /** The tables change places. */
  static final List<String> SWAP =
      Stream.of(
              BEGIN.stream(),
              moved(":live", ":swapping"),
              moved(":side", ":live"),
              moved(":swapping", ":side"),
              Stream.of("drop schema :swapping"),
              guarded(":live"),
              guarded(":side"))
          .flatMap(statements -> statements)
          .toList();

  /** Batches and users that these rows name, in either schema. */
  static final String TOUCHED =
      """
      with keys (name, key1) as (
        select * from unnest({0}, {1})
      ), essays as (
        select e.batch_id, e.claimants from :live.essay_results as e
        join keys as k on k.name = 'ESSAY_RESULTS' and k.key1 = e.essay_id
        union all
        select e.batch_id, e.claimants from :side.essay_results as e
        join keys as k on k.name = 'ESSAY_RESULTS' and k.key1 = e.essay_id
      ), named (batch_id) as (
        select key1 from keys where name <> 'ESSAY_RESULTS'
        union
        select batch_id from essays
        union
        select c.batch_id from essays as e, unnest(e.claimants) as c (batch_id)
      )
      select n.batch_id, o.user_id
      from named as n
      left join lateral (
        select owners || user_id as users from :live.batch_results where batch_id = n.batch_id
        union all
        select owners || user_id from :side.batch_results where batch_id = n.batch_id) as b on true
      left join lateral unnest(b.users) as o (user_id) on true
      """;

  private SideSql() {}

  /** These tables in one schema, separated by commas. */
  static String all(String schema) {
    return TABLES.stream().map(table -> schema + "." + table).collect(Collectors.joining(", "));
  }

  private static Stream<String> moved(String from, String to) {
    return TABLES.stream()
        .map(table -> "alter table %s.%s set schema %s".formatted(from, table, to));
  }

  /**
   * As the migration of the second generation has it: a trigger keeps the function that it was made
   * with, and the schema beside goes one day.
   */
  private static Stream<String> guarded(String schema) {
    return Stream.of("batch_results", "phase_outcomes", "essay_results")
        .flatMap(table ->
            Stream.of(
                "drop trigger if exists second_generation_only on %s.%s".formatted(schema, table),
                """
                create trigger second_generation_only before insert or update or delete on %1$s.%2$s
                for each statement when (current_setting('application_name') not like 'generation 2 of %%'
                  and current_setting('ras.generation', true) is distinct from '2')
                execute function %1$s.refuse_first_generation()
                """
                    .formatted(schema, table)));
  }
}
