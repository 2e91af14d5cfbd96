insert into batch_results as t (batch_id, registered_at, registered_event_id, registered_digest, user_id, essay_count, essay_ids, requested_phases, student_prompt_ref, class_id, flat, created_at, owners)
select u.batch_id, u.registered_at, u.registered_event_id, u.registered_digest, u.user_id, u.essay_count,
  cast(u.essay_ids as text[]),
  cast(u.requested_phases as text[]), u.student_prompt_ref, u.class_id, u.flat, u.created_at,
  cast(u.owners as text[])
from (select unnest(cast(? as text[])) as batch_id,
  unnest(cast(? as timestamptz[])) as registered_at,
  unnest(cast(? as uuid[])) as registered_event_id,
  unnest(cast(? as int8[])) as registered_digest,
  unnest(cast(? as text[])) as user_id,
  unnest(cast(? as int8[])) as essay_count,
  unnest(cast(? as text[])) as essay_ids,
  unnest(cast(? as text[])) as requested_phases,
  unnest(cast(? as text[])) as student_prompt_ref,
  unnest(cast(? as text[])) as class_id,
  unnest(cast(? as bool[])) as flat,
  unnest(cast(? as timestamptz[])) as created_at,
  unnest(cast(? as text[])) as owners) as u
on conflict (batch_id) do update set
registered_at =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.registered_at
    else t.registered_at end,
registered_event_id =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.registered_event_id
    else t.registered_event_id end,
registered_digest =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.registered_digest
    else t.registered_digest end,
user_id =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.user_id
    else t.user_id end,
essay_count =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.essay_count
    else t.essay_count end,
essay_ids =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.essay_ids
    else t.essay_ids end,
requested_phases =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.requested_phases
    else t.requested_phases end,
student_prompt_ref =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.student_prompt_ref
    else t.student_prompt_ref end,
class_id =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.class_id
    else t.class_id end,
flat =
  case when (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) >= (t.registered_at, t.registered_event_id, t.registered_digest)))
    then excluded.flat
    else t.flat end,
created_at = least(t.created_at, excluded.created_at),
owners =
  case when t.owners @> excluded.owners
    then t.owners
    else array(select distinct e
      from unnest(t.owners || excluded.owners) as s (e) order by e) end
where (excluded.registered_at is not null
      and (t.registered_at is null or (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest)
        > (t.registered_at, t.registered_event_id, t.registered_digest)))
or (excluded.registered_at is not null and (excluded.registered_at, excluded.registered_event_id, excluded.registered_digest) = (t.registered_at, t.registered_event_id, t.registered_digest) and (excluded.student_prompt_ref, excluded.class_id, excluded.flat) is distinct from (t.student_prompt_ref, t.class_id, t.flat))
or (excluded.created_at is not null
      and (t.created_at is null or excluded.created_at < t.created_at))
or not t.owners @> excluded.owners
