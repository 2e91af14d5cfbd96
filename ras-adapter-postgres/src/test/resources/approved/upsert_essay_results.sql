with written as (
insert into essay_results as t (essay_id, claim_by_registration, claim_by_slot, claim_at, claim_event_id, claim_digest, batch_id, spellcheck_at, spellcheck_event_id, spellcheck_digest, spellcheck_stage, correction_count, corrected_text_id, original_text_id, spellcheck_error, cj_at, cj_event_id, cj_digest, cj_rank, cj_score, cj_run, cj_letter_grade, cj_normalized_score, cj_confidence, cj_confidence_label, verdict_at, verdict_event_id, verdict_digest, verdict_run, verdict_succeeded, slot_at, slot_event_id, slot_digest, file_upload_id, file_name, first_evidence_at, claimants)
select u.essay_id, u.claim_by_registration, u.claim_by_slot, u.claim_at, u.claim_event_id, u.claim_digest, u.batch_id, u.spellcheck_at, u.spellcheck_event_id, u.spellcheck_digest, u.spellcheck_stage, u.correction_count, u.corrected_text_id, u.original_text_id, u.spellcheck_error, u.cj_at, u.cj_event_id, u.cj_digest, u.cj_rank, u.cj_score, u.cj_run, u.cj_letter_grade, u.cj_normalized_score, u.cj_confidence, u.cj_confidence_label, u.verdict_at, u.verdict_event_id, u.verdict_digest, u.verdict_run, u.verdict_succeeded, u.slot_at, u.slot_event_id, u.slot_digest, u.file_upload_id, u.file_name, u.first_evidence_at,
  cast(u.claimants as text[])
from (select unnest(cast(? as text[])) as essay_id,
  unnest(cast(? as bool[])) as claim_by_registration,
  unnest(cast(? as bool[])) as claim_by_slot,
  unnest(cast(? as timestamptz[])) as claim_at,
  unnest(cast(? as uuid[])) as claim_event_id,
  unnest(cast(? as int8[])) as claim_digest,
  unnest(cast(? as text[])) as batch_id,
  unnest(cast(? as timestamptz[])) as spellcheck_at,
  unnest(cast(? as uuid[])) as spellcheck_event_id,
  unnest(cast(? as int8[])) as spellcheck_digest,
  unnest(cast(? as text[])) as spellcheck_stage,
  unnest(cast(? as int8[])) as correction_count,
  unnest(cast(? as text[])) as corrected_text_id,
  unnest(cast(? as text[])) as original_text_id,
  unnest(cast(? as text[])) as spellcheck_error,
  unnest(cast(? as timestamptz[])) as cj_at,
  unnest(cast(? as uuid[])) as cj_event_id,
  unnest(cast(? as int8[])) as cj_digest,
  unnest(cast(? as int8[])) as cj_rank,
  unnest(cast(? as float8[])) as cj_score,
  unnest(cast(? as text[])) as cj_run,
  unnest(cast(? as text[])) as cj_letter_grade,
  unnest(cast(? as float8[])) as cj_normalized_score,
  unnest(cast(? as float8[])) as cj_confidence,
  unnest(cast(? as text[])) as cj_confidence_label,
  unnest(cast(? as timestamptz[])) as verdict_at,
  unnest(cast(? as uuid[])) as verdict_event_id,
  unnest(cast(? as int8[])) as verdict_digest,
  unnest(cast(? as text[])) as verdict_run,
  unnest(cast(? as bool[])) as verdict_succeeded,
  unnest(cast(? as timestamptz[])) as slot_at,
  unnest(cast(? as uuid[])) as slot_event_id,
  unnest(cast(? as int8[])) as slot_digest,
  unnest(cast(? as text[])) as file_upload_id,
  unnest(cast(? as text[])) as file_name,
  unnest(cast(? as timestamptz[])) as first_evidence_at,
  unnest(cast(? as text[])) as claimants) as u
on conflict (essay_id) do update set
claim_by_registration =
  case when (excluded.claim_by_registration is not null
      and (t.claim_by_registration is null or (excluded.claim_by_registration, excluded.claim_by_slot is not null, excluded.claim_at, excluded.claim_event_id, excluded.claim_digest)
        > (t.claim_by_registration, t.claim_by_slot is not null, t.claim_at, t.claim_event_id, t.claim_digest)))
    then excluded.claim_by_registration
    else t.claim_by_registration end,
claim_by_slot =
  case when (excluded.claim_by_registration is not null
      and (t.claim_by_registration is null or (excluded.claim_by_registration, excluded.claim_by_slot is not null, excluded.claim_at, excluded.claim_event_id, excluded.claim_digest)
        > (t.claim_by_registration, t.claim_by_slot is not null, t.claim_at, t.claim_event_id, t.claim_digest)))
    then excluded.claim_by_slot
    else t.claim_by_slot end,
claim_at =
  case when (excluded.claim_by_registration is not null
      and (t.claim_by_registration is null or (excluded.claim_by_registration, excluded.claim_by_slot is not null, excluded.claim_at, excluded.claim_event_id, excluded.claim_digest)
        > (t.claim_by_registration, t.claim_by_slot is not null, t.claim_at, t.claim_event_id, t.claim_digest)))
    then excluded.claim_at
    else t.claim_at end,
claim_event_id =
  case when (excluded.claim_by_registration is not null
      and (t.claim_by_registration is null or (excluded.claim_by_registration, excluded.claim_by_slot is not null, excluded.claim_at, excluded.claim_event_id, excluded.claim_digest)
        > (t.claim_by_registration, t.claim_by_slot is not null, t.claim_at, t.claim_event_id, t.claim_digest)))
    then excluded.claim_event_id
    else t.claim_event_id end,
claim_digest =
  case when (excluded.claim_by_registration is not null
      and (t.claim_by_registration is null or (excluded.claim_by_registration, excluded.claim_by_slot is not null, excluded.claim_at, excluded.claim_event_id, excluded.claim_digest)
        > (t.claim_by_registration, t.claim_by_slot is not null, t.claim_at, t.claim_event_id, t.claim_digest)))
    then excluded.claim_digest
    else t.claim_digest end,
batch_id =
  case when (excluded.claim_by_registration is not null
      and (t.claim_by_registration is null or (excluded.claim_by_registration, excluded.claim_by_slot is not null, excluded.claim_at, excluded.claim_event_id, excluded.claim_digest)
        > (t.claim_by_registration, t.claim_by_slot is not null, t.claim_at, t.claim_event_id, t.claim_digest)))
    then excluded.batch_id
    else t.batch_id end,
spellcheck_at =
  case when (excluded.spellcheck_at is not null
      and (t.spellcheck_at is null or (excluded.spellcheck_at, excluded.spellcheck_event_id, excluded.spellcheck_digest)
        > (t.spellcheck_at, t.spellcheck_event_id, t.spellcheck_digest)))
    then excluded.spellcheck_at
    else t.spellcheck_at end,
spellcheck_event_id =
  case when (excluded.spellcheck_at is not null
      and (t.spellcheck_at is null or (excluded.spellcheck_at, excluded.spellcheck_event_id, excluded.spellcheck_digest)
        > (t.spellcheck_at, t.spellcheck_event_id, t.spellcheck_digest)))
    then excluded.spellcheck_event_id
    else t.spellcheck_event_id end,
spellcheck_digest =
  case when (excluded.spellcheck_at is not null
      and (t.spellcheck_at is null or (excluded.spellcheck_at, excluded.spellcheck_event_id, excluded.spellcheck_digest)
        > (t.spellcheck_at, t.spellcheck_event_id, t.spellcheck_digest)))
    then excluded.spellcheck_digest
    else t.spellcheck_digest end,
spellcheck_stage =
  case when (excluded.spellcheck_at is not null
      and (t.spellcheck_at is null or (excluded.spellcheck_at, excluded.spellcheck_event_id, excluded.spellcheck_digest)
        > (t.spellcheck_at, t.spellcheck_event_id, t.spellcheck_digest)))
    then excluded.spellcheck_stage
    else t.spellcheck_stage end,
correction_count =
  case when (excluded.spellcheck_at is not null
      and (t.spellcheck_at is null or (excluded.spellcheck_at, excluded.spellcheck_event_id, excluded.spellcheck_digest)
        > (t.spellcheck_at, t.spellcheck_event_id, t.spellcheck_digest)))
    then excluded.correction_count
    else t.correction_count end,
corrected_text_id =
  case when (excluded.spellcheck_at is not null
      and (t.spellcheck_at is null or (excluded.spellcheck_at, excluded.spellcheck_event_id, excluded.spellcheck_digest)
        > (t.spellcheck_at, t.spellcheck_event_id, t.spellcheck_digest)))
    then excluded.corrected_text_id
    else t.corrected_text_id end,
original_text_id =
  case when (excluded.spellcheck_at is not null
      and (t.spellcheck_at is null or (excluded.spellcheck_at, excluded.spellcheck_event_id, excluded.spellcheck_digest)
        > (t.spellcheck_at, t.spellcheck_event_id, t.spellcheck_digest)))
    then excluded.original_text_id
    else t.original_text_id end,
spellcheck_error =
  case when (excluded.spellcheck_at is not null
      and (t.spellcheck_at is null or (excluded.spellcheck_at, excluded.spellcheck_event_id, excluded.spellcheck_digest)
        > (t.spellcheck_at, t.spellcheck_event_id, t.spellcheck_digest)))
    then excluded.spellcheck_error
    else t.spellcheck_error end,
cj_at =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_at
    else t.cj_at end,
cj_event_id =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_event_id
    else t.cj_event_id end,
cj_digest =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_digest
    else t.cj_digest end,
cj_rank =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_rank
    else t.cj_rank end,
cj_score =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_score
    else t.cj_score end,
cj_run =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_run
    else t.cj_run end,
cj_letter_grade =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_letter_grade
    else t.cj_letter_grade end,
cj_normalized_score =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_normalized_score
    else t.cj_normalized_score end,
cj_confidence =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_confidence
    else t.cj_confidence end,
cj_confidence_label =
  case when (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) >= (t.cj_at, t.cj_event_id, t.cj_digest)))
    then excluded.cj_confidence_label
    else t.cj_confidence_label end,
verdict_at =
  case when (excluded.verdict_at is not null
      and (t.verdict_at is null or (excluded.verdict_at, excluded.verdict_event_id, excluded.verdict_digest)
        > (t.verdict_at, t.verdict_event_id, t.verdict_digest)))
    then excluded.verdict_at
    else t.verdict_at end,
verdict_event_id =
  case when (excluded.verdict_at is not null
      and (t.verdict_at is null or (excluded.verdict_at, excluded.verdict_event_id, excluded.verdict_digest)
        > (t.verdict_at, t.verdict_event_id, t.verdict_digest)))
    then excluded.verdict_event_id
    else t.verdict_event_id end,
verdict_digest =
  case when (excluded.verdict_at is not null
      and (t.verdict_at is null or (excluded.verdict_at, excluded.verdict_event_id, excluded.verdict_digest)
        > (t.verdict_at, t.verdict_event_id, t.verdict_digest)))
    then excluded.verdict_digest
    else t.verdict_digest end,
verdict_run =
  case when (excluded.verdict_at is not null
      and (t.verdict_at is null or (excluded.verdict_at, excluded.verdict_event_id, excluded.verdict_digest)
        > (t.verdict_at, t.verdict_event_id, t.verdict_digest)))
    then excluded.verdict_run
    else t.verdict_run end,
verdict_succeeded =
  case when (excluded.verdict_at is not null
      and (t.verdict_at is null or (excluded.verdict_at, excluded.verdict_event_id, excluded.verdict_digest)
        > (t.verdict_at, t.verdict_event_id, t.verdict_digest)))
    then excluded.verdict_succeeded
    else t.verdict_succeeded end,
slot_at =
  case when (excluded.slot_at is not null
      and (t.slot_at is null or (excluded.slot_at, excluded.slot_event_id, excluded.slot_digest)
        > (t.slot_at, t.slot_event_id, t.slot_digest)))
    then excluded.slot_at
    else t.slot_at end,
slot_event_id =
  case when (excluded.slot_at is not null
      and (t.slot_at is null or (excluded.slot_at, excluded.slot_event_id, excluded.slot_digest)
        > (t.slot_at, t.slot_event_id, t.slot_digest)))
    then excluded.slot_event_id
    else t.slot_event_id end,
slot_digest =
  case when (excluded.slot_at is not null
      and (t.slot_at is null or (excluded.slot_at, excluded.slot_event_id, excluded.slot_digest)
        > (t.slot_at, t.slot_event_id, t.slot_digest)))
    then excluded.slot_digest
    else t.slot_digest end,
file_upload_id =
  case when (excluded.slot_at is not null
      and (t.slot_at is null or (excluded.slot_at, excluded.slot_event_id, excluded.slot_digest)
        > (t.slot_at, t.slot_event_id, t.slot_digest)))
    then excluded.file_upload_id
    else t.file_upload_id end,
file_name =
  case when (excluded.slot_at is not null
      and (t.slot_at is null or (excluded.slot_at, excluded.slot_event_id, excluded.slot_digest)
        > (t.slot_at, t.slot_event_id, t.slot_digest)))
    then excluded.file_name
    else t.file_name end,
first_evidence_at = least(t.first_evidence_at, excluded.first_evidence_at),
claimants =
  case when t.claimants @> excluded.claimants
    then t.claimants
    else array(select distinct e
      from unnest(t.claimants || excluded.claimants) as s (e) order by e) end
where (excluded.claim_by_registration is not null
      and (t.claim_by_registration is null or (excluded.claim_by_registration, excluded.claim_by_slot is not null, excluded.claim_at, excluded.claim_event_id, excluded.claim_digest)
        > (t.claim_by_registration, t.claim_by_slot is not null, t.claim_at, t.claim_event_id, t.claim_digest)))
or (excluded.spellcheck_at is not null
      and (t.spellcheck_at is null or (excluded.spellcheck_at, excluded.spellcheck_event_id, excluded.spellcheck_digest)
        > (t.spellcheck_at, t.spellcheck_event_id, t.spellcheck_digest)))
or (excluded.cj_at is not null
      and (t.cj_at is null or (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest)
        > (t.cj_at, t.cj_event_id, t.cj_digest)))
or (excluded.cj_at is not null and (excluded.cj_at, excluded.cj_event_id, excluded.cj_digest) = (t.cj_at, t.cj_event_id, t.cj_digest) and (excluded.cj_run) is distinct from (t.cj_run))
or (excluded.verdict_at is not null
      and (t.verdict_at is null or (excluded.verdict_at, excluded.verdict_event_id, excluded.verdict_digest)
        > (t.verdict_at, t.verdict_event_id, t.verdict_digest)))
or (excluded.slot_at is not null
      and (t.slot_at is null or (excluded.slot_at, excluded.slot_event_id, excluded.slot_digest)
        > (t.slot_at, t.slot_event_id, t.slot_digest)))
or (excluded.first_evidence_at is not null
      and (t.first_evidence_at is null or excluded.first_evidence_at < t.first_evidence_at))
or not t.claimants @> excluded.claimants
returning claimants)
select distinct c.batch_id from written as w,
  unnest(w.claimants) as c (batch_id)
