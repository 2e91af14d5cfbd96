insert into batch_results as t (batch_id, registered_at, registered_event_id, registered_digest, user_id, essay_count, essay_ids, requested_phases, created_at, owners)
select u.batch_id, u.registered_at, u.registered_event_id, u.registered_digest, u.user_id, u.essay_count,
  cast(u.essay_ids as text[]),
  cast(u.requested_phases as text[]), u.created_at,
  cast(u.owners as text[])
from unnest(cast(? as text[]),
  cast(? as timestamptz[]),
  cast(? as uuid[]),
  cast(? as int8[]),
  cast(? as text[]),
  cast(? as int8[]),
  cast(? as text[]),
  cast(? as text[]),
  cast(? as timestamptz[]),
  cast(? as text[])) as u (batch_id, registered_at, registered_event_id, registered_digest, user_id, essay_count, essay_ids, requested_phases, created_at, owners)
on conflict (batch_id) do update set
registered_at =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest)
        > (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.registered_at
    else t.registered_at end,
registered_event_id =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest)
        > (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.registered_event_id
    else t.registered_event_id end,
registered_digest =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest)
        > (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.registered_digest
    else t.registered_digest end,
user_id =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest)
        > (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.user_id
    else t.user_id end,
essay_count =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest)
        > (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.essay_count
    else t.essay_count end,
essay_ids =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest)
        > (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.essay_ids
    else t.essay_ids end,
requested_phases =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest)
        > (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.requested_phases
    else t.requested_phases end,
created_at = least(t.created_at, excluded.created_at),
owners =
  case when t.owners @> excluded.owners
    then t.owners
    else array(select distinct e
      from unnest(t.owners || excluded.owners) as s (e) order by e) end
where (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest)
        > (t.registered_at, t.registered_event_id, t.registered_digest)))
or (excluded.created_at is not null
      and (t.created_at is null or excluded.created_at < t.created_at))
or not t.owners @> excluded.owners
