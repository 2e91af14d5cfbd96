-- In the order in which whoever writes takes them, so that nobody waits for the other.
LOCK TABLE stream_positions, lineage, batch_results, phase_outcomes, essay_results, dead_letters,
    dead_letter_history IN ACCESS EXCLUSIVE MODE;

-- What the second generation of events says. Every column is null in the rows that are there, and
-- nothing of theirs is read otherwise.
ALTER TABLE batch_results
    ADD COLUMN student_prompt_ref text,
    ADD COLUMN class_id           text,
    ADD COLUMN flat               boolean;

COMMENT ON COLUMN batch_results.student_prompt_ref IS 'A JSON object as it was sent, in compact text';
COMMENT ON COLUMN batch_results.flat IS
    'True: the registration was of the flat shape, so that the end of its runs is announced; else null';

-- What is known of the runs of a batch as a whole. A naming is the newest end of a run that lists the
-- phase.
CREATE TABLE batch_pipelines (
    batch_id                     text COLLATE "C" PRIMARY KEY,
    cj_failure_at                timestamptz,
    cj_failure_event_id          uuid,
    cj_failure_digest            bigint,
    cj_error                     text,
    end_at                       timestamptz,
    end_event_id                 uuid,
    end_digest                   bigint,
    end_status                   text COLLATE "C",
    assignment_at                timestamptz,
    assignment_event_id          uuid,
    assignment_digest            bigint,
    assignment_id                text,
    named_spellcheck_at          timestamptz,
    named_spellcheck_event_id    uuid,
    named_spellcheck_digest      bigint,
    named_ai_feedback_at         timestamptz,
    named_ai_feedback_event_id   uuid,
    named_ai_feedback_digest     bigint,
    named_cj_assessment_at       timestamptz,
    named_cj_assessment_event_id uuid,
    named_cj_assessment_digest   bigint,
    named_nlp_at                 timestamptz,
    named_nlp_event_id           uuid,
    named_nlp_digest             bigint,
    first_evidence_at            timestamptz
) WITH (fillfactor = 80);

-- Files that never became essays.
CREATE TABLE rejected_files (
    batch_id          text COLLATE "C",
    upload_id         text COLLATE "C",
    rejected_at       timestamptz NOT NULL,
    rejected_event_id uuid        NOT NULL,
    rejected_digest   bigint      NOT NULL,
    file_name         text        NOT NULL,
    error_code        text        NOT NULL,
    message           text,
    PRIMARY KEY (batch_id, upload_id)
);

ALTER TABLE essay_results
    ADD COLUMN claim_by_slot       boolean,
    ADD COLUMN cj_run              text,
    ADD COLUMN cj_letter_grade     text,
    ADD COLUMN cj_normalized_score double precision,
    ADD COLUMN cj_confidence       double precision,
    ADD COLUMN cj_confidence_label text,
    ADD COLUMN verdict_at          timestamptz,
    ADD COLUMN verdict_event_id    uuid,
    ADD COLUMN verdict_digest      bigint,
    ADD COLUMN verdict_run         text,
    ADD COLUMN verdict_succeeded   boolean,
    ADD COLUMN slot_at             timestamptz,
    ADD COLUMN slot_event_id       uuid,
    ADD COLUMN slot_digest         bigint,
    ADD COLUMN file_upload_id      text COLLATE "C",
    ADD COLUMN file_name           text;

COMMENT ON COLUMN essay_results.claim_by_slot IS
    'True where a slot made the claim that won, which beats a result and yields to a registration; else null';
COMMENT ON COLUMN essay_results.cj_run IS 'Null where the first generation stored the result';

-- The statuses of batches of the flat shape depend on whether ends of runs are consumed.
ALTER TABLE lineage ADD COLUMN pipeline_ends text COLLATE "C";

COMMENT ON COLUMN lineage.pipeline_ends IS
    'Under which setting the stored statuses were judged; null: no batch depends on it yet';

-- One generation writes at a time: a process of the first does not know slots and verdicts, and
-- would judge batches without them. Of whatever it writes next it gets an error of a class that it
-- takes for an outage, so that it pauses, and loses and dead-letters nothing. A session says of
-- which generation it is by its name, which poolers of connections hand on, or by a setting:
-- SET ras.generation = 2.
CREATE FUNCTION refuse_first_generation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'object_not_in_prerequisite_state',
        MESSAGE = 'this database is of the second generation of RAS, and this process of the first: stop it',
        HINT = 'Who means to write by hand says: SET ras.generation = 2';
END
$$;

CREATE TRIGGER second_generation_only BEFORE INSERT OR UPDATE OR DELETE ON batch_results FOR EACH STATEMENT
    WHEN (current_setting('application_name') NOT LIKE 'generation 2 of %'
        AND current_setting('ras.generation', true) IS DISTINCT FROM '2')
    EXECUTE FUNCTION refuse_first_generation();
CREATE TRIGGER second_generation_only BEFORE INSERT OR UPDATE OR DELETE ON phase_outcomes FOR EACH STATEMENT
    WHEN (current_setting('application_name') NOT LIKE 'generation 2 of %'
        AND current_setting('ras.generation', true) IS DISTINCT FROM '2')
    EXECUTE FUNCTION refuse_first_generation();
CREATE TRIGGER second_generation_only BEFORE INSERT OR UPDATE OR DELETE ON essay_results FOR EACH STATEMENT
    WHEN (current_setting('application_name') NOT LIKE 'generation 2 of %'
        AND current_setting('ras.generation', true) IS DISTINCT FROM '2')
    EXECUTE FUNCTION refuse_first_generation();
CREATE TRIGGER second_generation_only BEFORE INSERT OR UPDATE OR DELETE ON dead_letters FOR EACH STATEMENT
    WHEN (current_setting('application_name') NOT LIKE 'generation 2 of %'
        AND current_setting('ras.generation', true) IS DISTINCT FROM '2')
    EXECUTE FUNCTION refuse_first_generation();
CREATE TRIGGER second_generation_only BEFORE INSERT OR UPDATE OR DELETE ON dead_letter_history FOR EACH STATEMENT
    WHEN (current_setting('application_name') NOT LIKE 'generation 2 of %'
        AND current_setting('ras.generation', true) IS DISTINCT FROM '2')
    EXECUTE FUNCTION refuse_first_generation();
CREATE TRIGGER second_generation_only BEFORE INSERT OR UPDATE OR DELETE ON stream_positions FOR EACH STATEMENT
    WHEN (current_setting('application_name') NOT LIKE 'generation 2 of %'
        AND current_setting('ras.generation', true) IS DISTINCT FROM '2')
    EXECUTE FUNCTION refuse_first_generation();
CREATE TRIGGER second_generation_only BEFORE INSERT OR UPDATE OR DELETE ON lineage FOR EACH STATEMENT
    WHEN (current_setting('application_name') NOT LIKE 'generation 2 of %'
        AND current_setting('ras.generation', true) IS DISTINCT FROM '2')
    EXECUTE FUNCTION refuse_first_generation();
