insert into batch_pipelines as t (batch_id, cj_failure_at, cj_failure_event_id, cj_failure_digest, cj_error, end_at, end_event_id, end_digest, end_status, assignment_at, assignment_event_id, assignment_digest, assignment_id, named_spellcheck_at, named_spellcheck_event_id, named_spellcheck_digest, named_ai_feedback_at, named_ai_feedback_event_id, named_ai_feedback_digest, named_cj_assessment_at, named_cj_assessment_event_id, named_cj_assessment_digest, named_nlp_at, named_nlp_event_id, named_nlp_digest, first_evidence_at)
select u.batch_id, u.cj_failure_at, u.cj_failure_event_id, u.cj_failure_digest, u.cj_error, u.end_at, u.end_event_id, u.end_digest, u.end_status, u.assignment_at, u.assignment_event_id, u.assignment_digest, u.assignment_id, u.named_spellcheck_at, u.named_spellcheck_event_id, u.named_spellcheck_digest, u.named_ai_feedback_at, u.named_ai_feedback_event_id, u.named_ai_feedback_digest, u.named_cj_assessment_at, u.named_cj_assessment_event_id, u.named_cj_assessment_digest, u.named_nlp_at, u.named_nlp_event_id, u.named_nlp_digest, u.first_evidence_at
from (select unnest(cast(? as text[])) as batch_id,
  unnest(cast(? as timestamptz[])) as cj_failure_at,
  unnest(cast(? as uuid[])) as cj_failure_event_id,
  unnest(cast(? as int8[])) as cj_failure_digest,
  unnest(cast(? as text[])) as cj_error,
  unnest(cast(? as timestamptz[])) as end_at,
  unnest(cast(? as uuid[])) as end_event_id,
  unnest(cast(? as int8[])) as end_digest,
  unnest(cast(? as text[])) as end_status,
  unnest(cast(? as timestamptz[])) as assignment_at,
  unnest(cast(? as uuid[])) as assignment_event_id,
  unnest(cast(? as int8[])) as assignment_digest,
  unnest(cast(? as text[])) as assignment_id,
  unnest(cast(? as timestamptz[])) as named_spellcheck_at,
  unnest(cast(? as uuid[])) as named_spellcheck_event_id,
  unnest(cast(? as int8[])) as named_spellcheck_digest,
  unnest(cast(? as timestamptz[])) as named_ai_feedback_at,
  unnest(cast(? as uuid[])) as named_ai_feedback_event_id,
  unnest(cast(? as int8[])) as named_ai_feedback_digest,
  unnest(cast(? as timestamptz[])) as named_cj_assessment_at,
  unnest(cast(? as uuid[])) as named_cj_assessment_event_id,
  unnest(cast(? as int8[])) as named_cj_assessment_digest,
  unnest(cast(? as timestamptz[])) as named_nlp_at,
  unnest(cast(? as uuid[])) as named_nlp_event_id,
  unnest(cast(? as int8[])) as named_nlp_digest,
  unnest(cast(? as timestamptz[])) as first_evidence_at) as u
on conflict (batch_id) do update set
cj_failure_at =
  case when (excluded.cj_failure_at is not null
      and (t.cj_failure_at is null or (excluded.cj_failure_at, excluded.cj_failure_event_id, excluded.cj_failure_digest)
        > (t.cj_failure_at, t.cj_failure_event_id, t.cj_failure_digest)))
    then excluded.cj_failure_at
    else t.cj_failure_at end,
cj_failure_event_id =
  case when (excluded.cj_failure_at is not null
      and (t.cj_failure_at is null or (excluded.cj_failure_at, excluded.cj_failure_event_id, excluded.cj_failure_digest)
        > (t.cj_failure_at, t.cj_failure_event_id, t.cj_failure_digest)))
    then excluded.cj_failure_event_id
    else t.cj_failure_event_id end,
cj_failure_digest =
  case when (excluded.cj_failure_at is not null
      and (t.cj_failure_at is null or (excluded.cj_failure_at, excluded.cj_failure_event_id, excluded.cj_failure_digest)
        > (t.cj_failure_at, t.cj_failure_event_id, t.cj_failure_digest)))
    then excluded.cj_failure_digest
    else t.cj_failure_digest end,
cj_error =
  case when (excluded.cj_failure_at is not null
      and (t.cj_failure_at is null or (excluded.cj_failure_at, excluded.cj_failure_event_id, excluded.cj_failure_digest)
        > (t.cj_failure_at, t.cj_failure_event_id, t.cj_failure_digest)))
    then excluded.cj_error
    else t.cj_error end,
end_at =
  case when (excluded.end_at is not null
      and (t.end_at is null or (excluded.end_at, excluded.end_event_id, excluded.end_digest)
        > (t.end_at, t.end_event_id, t.end_digest)))
    then excluded.end_at
    else t.end_at end,
end_event_id =
  case when (excluded.end_at is not null
      and (t.end_at is null or (excluded.end_at, excluded.end_event_id, excluded.end_digest)
        > (t.end_at, t.end_event_id, t.end_digest)))
    then excluded.end_event_id
    else t.end_event_id end,
end_digest =
  case when (excluded.end_at is not null
      and (t.end_at is null or (excluded.end_at, excluded.end_event_id, excluded.end_digest)
        > (t.end_at, t.end_event_id, t.end_digest)))
    then excluded.end_digest
    else t.end_digest end,
end_status =
  case when (excluded.end_at is not null
      and (t.end_at is null or (excluded.end_at, excluded.end_event_id, excluded.end_digest)
        > (t.end_at, t.end_event_id, t.end_digest)))
    then excluded.end_status
    else t.end_status end,
assignment_at =
  case when (excluded.assignment_at is not null
      and (t.assignment_at is null or (excluded.assignment_at, excluded.assignment_event_id, excluded.assignment_digest)
        > (t.assignment_at, t.assignment_event_id, t.assignment_digest)))
    then excluded.assignment_at
    else t.assignment_at end,
assignment_event_id =
  case when (excluded.assignment_at is not null
      and (t.assignment_at is null or (excluded.assignment_at, excluded.assignment_event_id, excluded.assignment_digest)
        > (t.assignment_at, t.assignment_event_id, t.assignment_digest)))
    then excluded.assignment_event_id
    else t.assignment_event_id end,
assignment_digest =
  case when (excluded.assignment_at is not null
      and (t.assignment_at is null or (excluded.assignment_at, excluded.assignment_event_id, excluded.assignment_digest)
        > (t.assignment_at, t.assignment_event_id, t.assignment_digest)))
    then excluded.assignment_digest
    else t.assignment_digest end,
assignment_id =
  case when (excluded.assignment_at is not null
      and (t.assignment_at is null or (excluded.assignment_at, excluded.assignment_event_id, excluded.assignment_digest)
        > (t.assignment_at, t.assignment_event_id, t.assignment_digest)))
    then excluded.assignment_id
    else t.assignment_id end,
named_spellcheck_at =
  case when (excluded.named_spellcheck_at is not null
      and (t.named_spellcheck_at is null or (excluded.named_spellcheck_at, excluded.named_spellcheck_event_id, excluded.named_spellcheck_digest)
        > (t.named_spellcheck_at, t.named_spellcheck_event_id, t.named_spellcheck_digest)))
    then excluded.named_spellcheck_at
    else t.named_spellcheck_at end,
named_spellcheck_event_id =
  case when (excluded.named_spellcheck_at is not null
      and (t.named_spellcheck_at is null or (excluded.named_spellcheck_at, excluded.named_spellcheck_event_id, excluded.named_spellcheck_digest)
        > (t.named_spellcheck_at, t.named_spellcheck_event_id, t.named_spellcheck_digest)))
    then excluded.named_spellcheck_event_id
    else t.named_spellcheck_event_id end,
named_spellcheck_digest =
  case when (excluded.named_spellcheck_at is not null
      and (t.named_spellcheck_at is null or (excluded.named_spellcheck_at, excluded.named_spellcheck_event_id, excluded.named_spellcheck_digest)
        > (t.named_spellcheck_at, t.named_spellcheck_event_id, t.named_spellcheck_digest)))
    then excluded.named_spellcheck_digest
    else t.named_spellcheck_digest end,
named_ai_feedback_at =
  case when (excluded.named_ai_feedback_at is not null
      and (t.named_ai_feedback_at is null or (excluded.named_ai_feedback_at, excluded.named_ai_feedback_event_id, excluded.named_ai_feedback_digest)
        > (t.named_ai_feedback_at, t.named_ai_feedback_event_id, t.named_ai_feedback_digest)))
    then excluded.named_ai_feedback_at
    else t.named_ai_feedback_at end,
named_ai_feedback_event_id =
  case when (excluded.named_ai_feedback_at is not null
      and (t.named_ai_feedback_at is null or (excluded.named_ai_feedback_at, excluded.named_ai_feedback_event_id, excluded.named_ai_feedback_digest)
        > (t.named_ai_feedback_at, t.named_ai_feedback_event_id, t.named_ai_feedback_digest)))
    then excluded.named_ai_feedback_event_id
    else t.named_ai_feedback_event_id end,
named_ai_feedback_digest =
  case when (excluded.named_ai_feedback_at is not null
      and (t.named_ai_feedback_at is null or (excluded.named_ai_feedback_at, excluded.named_ai_feedback_event_id, excluded.named_ai_feedback_digest)
        > (t.named_ai_feedback_at, t.named_ai_feedback_event_id, t.named_ai_feedback_digest)))
    then excluded.named_ai_feedback_digest
    else t.named_ai_feedback_digest end,
named_cj_assessment_at =
  case when (excluded.named_cj_assessment_at is not null
      and (t.named_cj_assessment_at is null or (excluded.named_cj_assessment_at, excluded.named_cj_assessment_event_id, excluded.named_cj_assessment_digest)
        > (t.named_cj_assessment_at, t.named_cj_assessment_event_id, t.named_cj_assessment_digest)))
    then excluded.named_cj_assessment_at
    else t.named_cj_assessment_at end,
named_cj_assessment_event_id =
  case when (excluded.named_cj_assessment_at is not null
      and (t.named_cj_assessment_at is null or (excluded.named_cj_assessment_at, excluded.named_cj_assessment_event_id, excluded.named_cj_assessment_digest)
        > (t.named_cj_assessment_at, t.named_cj_assessment_event_id, t.named_cj_assessment_digest)))
    then excluded.named_cj_assessment_event_id
    else t.named_cj_assessment_event_id end,
named_cj_assessment_digest =
  case when (excluded.named_cj_assessment_at is not null
      and (t.named_cj_assessment_at is null or (excluded.named_cj_assessment_at, excluded.named_cj_assessment_event_id, excluded.named_cj_assessment_digest)
        > (t.named_cj_assessment_at, t.named_cj_assessment_event_id, t.named_cj_assessment_digest)))
    then excluded.named_cj_assessment_digest
    else t.named_cj_assessment_digest end,
named_nlp_at =
  case when (excluded.named_nlp_at is not null
      and (t.named_nlp_at is null or (excluded.named_nlp_at, excluded.named_nlp_event_id, excluded.named_nlp_digest)
        > (t.named_nlp_at, t.named_nlp_event_id, t.named_nlp_digest)))
    then excluded.named_nlp_at
    else t.named_nlp_at end,
named_nlp_event_id =
  case when (excluded.named_nlp_at is not null
      and (t.named_nlp_at is null or (excluded.named_nlp_at, excluded.named_nlp_event_id, excluded.named_nlp_digest)
        > (t.named_nlp_at, t.named_nlp_event_id, t.named_nlp_digest)))
    then excluded.named_nlp_event_id
    else t.named_nlp_event_id end,
named_nlp_digest =
  case when (excluded.named_nlp_at is not null
      and (t.named_nlp_at is null or (excluded.named_nlp_at, excluded.named_nlp_event_id, excluded.named_nlp_digest)
        > (t.named_nlp_at, t.named_nlp_event_id, t.named_nlp_digest)))
    then excluded.named_nlp_digest
    else t.named_nlp_digest end,
first_evidence_at = least(t.first_evidence_at, excluded.first_evidence_at)
where (excluded.cj_failure_at is not null
      and (t.cj_failure_at is null or (excluded.cj_failure_at, excluded.cj_failure_event_id, excluded.cj_failure_digest)
        > (t.cj_failure_at, t.cj_failure_event_id, t.cj_failure_digest)))
or (excluded.end_at is not null
      and (t.end_at is null or (excluded.end_at, excluded.end_event_id, excluded.end_digest)
        > (t.end_at, t.end_event_id, t.end_digest)))
or (excluded.assignment_at is not null
      and (t.assignment_at is null or (excluded.assignment_at, excluded.assignment_event_id, excluded.assignment_digest)
        > (t.assignment_at, t.assignment_event_id, t.assignment_digest)))
or (excluded.named_spellcheck_at is not null
      and (t.named_spellcheck_at is null or (excluded.named_spellcheck_at, excluded.named_spellcheck_event_id, excluded.named_spellcheck_digest)
        > (t.named_spellcheck_at, t.named_spellcheck_event_id, t.named_spellcheck_digest)))
or (excluded.named_ai_feedback_at is not null
      and (t.named_ai_feedback_at is null or (excluded.named_ai_feedback_at, excluded.named_ai_feedback_event_id, excluded.named_ai_feedback_digest)
        > (t.named_ai_feedback_at, t.named_ai_feedback_event_id, t.named_ai_feedback_digest)))
or (excluded.named_cj_assessment_at is not null
      and (t.named_cj_assessment_at is null or (excluded.named_cj_assessment_at, excluded.named_cj_assessment_event_id, excluded.named_cj_assessment_digest)
        > (t.named_cj_assessment_at, t.named_cj_assessment_event_id, t.named_cj_assessment_digest)))
or (excluded.named_nlp_at is not null
      and (t.named_nlp_at is null or (excluded.named_nlp_at, excluded.named_nlp_event_id, excluded.named_nlp_digest)
        > (t.named_nlp_at, t.named_nlp_event_id, t.named_nlp_digest)))
or (excluded.first_evidence_at is not null
      and (t.first_evidence_at is null or excluded.first_evidence_at < t.first_evidence_at))
