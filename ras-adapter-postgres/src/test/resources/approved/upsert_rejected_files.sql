insert into rejected_files as t (batch_id, upload_id, rejected_at, rejected_event_id, rejected_digest, file_name, error_code, message)
select u.batch_id, u.upload_id, u.rejected_at, u.rejected_event_id, u.rejected_digest, u.file_name, u.error_code, u.message
from (select unnest(cast(? as text[])) as batch_id,
  unnest(cast(? as text[])) as upload_id,
  unnest(cast(? as timestamptz[])) as rejected_at,
  unnest(cast(? as uuid[])) as rejected_event_id,
  unnest(cast(? as int8[])) as rejected_digest,
  unnest(cast(? as text[])) as file_name,
  unnest(cast(? as text[])) as error_code,
  unnest(cast(? as text[])) as message) as u
on conflict (batch_id, upload_id) do update set
rejected_at =
  case when (excluded.rejected_at is not null
      and (t.rejected_at is null or (excluded.rejected_at, excluded.rejected_event_id, excluded.rejected_digest)
        > (t.rejected_at, t.rejected_event_id, t.rejected_digest)))
    then excluded.rejected_at
    else t.rejected_at end,
rejected_event_id =
  case when (excluded.rejected_at is not null
      and (t.rejected_at is null or (excluded.rejected_at, excluded.rejected_event_id, excluded.rejected_digest)
        > (t.rejected_at, t.rejected_event_id, t.rejected_digest)))
    then excluded.rejected_event_id
    else t.rejected_event_id end,
rejected_digest =
  case when (excluded.rejected_at is not null
      and (t.rejected_at is null or (excluded.rejected_at, excluded.rejected_event_id, excluded.rejected_digest)
        > (t.rejected_at, t.rejected_event_id, t.rejected_digest)))
    then excluded.rejected_digest
    else t.rejected_digest end,
file_name =
  case when (excluded.rejected_at is not null
      and (t.rejected_at is null or (excluded.rejected_at, excluded.rejected_event_id, excluded.rejected_digest)
        > (t.rejected_at, t.rejected_event_id, t.rejected_digest)))
    then excluded.file_name
    else t.file_name end,
error_code =
  case when (excluded.rejected_at is not null
      and (t.rejected_at is null or (excluded.rejected_at, excluded.rejected_event_id, excluded.rejected_digest)
        > (t.rejected_at, t.rejected_event_id, t.rejected_digest)))
    then excluded.error_code
    else t.error_code end,
message =
  case when (excluded.rejected_at is not null
      and (t.rejected_at is null or (excluded.rejected_at, excluded.rejected_event_id, excluded.rejected_digest)
        > (t.rejected_at, t.rejected_event_id, t.rejected_digest)))
    then excluded.message
    else t.message end
where (excluded.rejected_at is not null
      and (t.rejected_at is null or (excluded.rejected_at, excluded.rejected_event_id, excluded.rejected_digest)
        > (t.rejected_at, t.rejected_event_id, t.rejected_digest)))
