insert into phase_outcomes as t (batch_id, phase, outcome_at, outcome_event_id, outcome_digest, status, processed_ids, failed_ids, first_evidence_at)
select u.batch_id, u.phase, u.outcome_at, u.outcome_event_id, u.outcome_digest, u.status,
  cast(u.processed_ids as text[]),
  cast(u.failed_ids as text[]), u.first_evidence_at
from (select unnest(cast(? as text[])) as batch_id,
  unnest(cast(? as text[])) as phase,
  unnest(cast(? as timestamptz[])) as outcome_at,
  unnest(cast(? as uuid[])) as outcome_event_id,
  unnest(cast(? as int8[])) as outcome_digest,
  unnest(cast(? as text[])) as status,
  unnest(cast(? as text[])) as processed_ids,
  unnest(cast(? as text[])) as failed_ids,
  unnest(cast(? as timestamptz[])) as first_evidence_at) as u
on conflict (batch_id, phase) do update set
outcome_at =
  case when (excluded.outcome_at is not null
      and (t.outcome_at is null or (excluded.outcome_at, excluded.outcome_event_id, excluded.outcome_digest)
        > (t.outcome_at, t.outcome_event_id, t.outcome_digest)))
    then excluded.outcome_at
    else t.outcome_at end,
outcome_event_id =
  case when (excluded.outcome_at is not null
      and (t.outcome_at is null or (excluded.outcome_at, excluded.outcome_event_id, excluded.outcome_digest)
        > (t.outcome_at, t.outcome_event_id, t.outcome_digest)))
    then excluded.outcome_event_id
    else t.outcome_event_id end,
outcome_digest =
  case when (excluded.outcome_at is not null
      and (t.outcome_at is null or (excluded.outcome_at, excluded.outcome_event_id, excluded.outcome_digest)
        > (t.outcome_at, t.outcome_event_id, t.outcome_digest)))
    then excluded.outcome_digest
    else t.outcome_digest end,
status =
  case when (excluded.outcome_at is not null
      and (t.outcome_at is null or (excluded.outcome_at, excluded.outcome_event_id, excluded.outcome_digest)
        > (t.outcome_at, t.outcome_event_id, t.outcome_digest)))
    then excluded.status
    else t.status end,
processed_ids =
  case when (excluded.outcome_at is not null
      and (t.outcome_at is null or (excluded.outcome_at, excluded.outcome_event_id, excluded.outcome_digest)
        > (t.outcome_at, t.outcome_event_id, t.outcome_digest)))
    then excluded.processed_ids
    else t.processed_ids end,
failed_ids =
  case when (excluded.outcome_at is not null
      and (t.outcome_at is null or (excluded.outcome_at, excluded.outcome_event_id, excluded.outcome_digest)
        > (t.outcome_at, t.outcome_event_id, t.outcome_digest)))
    then excluded.failed_ids
    else t.failed_ids end,
first_evidence_at = least(t.first_evidence_at, excluded.first_evidence_at)
where (excluded.outcome_at is not null
      and (t.outcome_at is null or (excluded.outcome_at, excluded.outcome_event_id, excluded.outcome_digest)
        > (t.outcome_at, t.outcome_event_id, t.outcome_digest)))
or (excluded.first_evidence_at is not null
      and (t.first_evidence_at is null or excluded.first_evidence_at < t.first_evidence_at))
