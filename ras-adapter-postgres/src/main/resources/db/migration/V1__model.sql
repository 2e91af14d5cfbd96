-- The read model: a fold of the events, kept as registers. Every register is its value columns and
-- a stamp (x_at, x_event_id, x_digest) that decides which of two writers wins; first-evidence times
-- are minima; owners and claimants are sorted sets that only grow. See docs: rules.
--
-- Identifiers are compared by code point (collation "C"), as the domain compares them.

CREATE TABLE batch_results (
    batch_id            text COLLATE "C" PRIMARY KEY,
    registered_at       timestamptz NOT NULL,
    registered_event_id uuid        NOT NULL,
    registered_digest   bigint      NOT NULL,
    user_id             text COLLATE "C" NOT NULL,
    essay_count         bigint      NOT NULL,
    essay_ids           text[] COLLATE "C" NOT NULL,
    requested_phases    text[] COLLATE "C" NOT NULL,
    created_at          timestamptz NOT NULL,
    owners              text[] COLLATE "C" NOT NULL
) WITH (fillfactor = 80);

-- A user's list in its order, without sorting; the batch id makes the order total.
CREATE INDEX batch_results_of_user_newest_first ON batch_results (user_id, created_at DESC, batch_id);
-- Whether a batch is a certain user's.
CREATE INDEX batch_results_of_user ON batch_results (user_id, batch_id);

CREATE TABLE phase_outcomes (
    batch_id          text COLLATE "C",
    phase             text COLLATE "C",
    outcome_at        timestamptz NOT NULL,
    outcome_event_id  uuid        NOT NULL,
    outcome_digest    bigint      NOT NULL,
    status            text COLLATE "C" NOT NULL,
    processed_ids     text[] COLLATE "C" NOT NULL,
    failed_ids        text[] COLLATE "C" NOT NULL,
    first_evidence_at timestamptz NOT NULL,
    PRIMARY KEY (batch_id, phase)
) WITH (fillfactor = 80);

-- No foreign key leads to batch_results: an essay may be claimed by a batch whose registration is
-- still to come, and a placeholder row for it would make two writers wait for each other, one holding
-- the new batch that the other claims and the other way round. Order doesn't matter, so neither may
-- the order of locks across tables.
--
-- Most rows are updated once or twice after they were inserted. Room on the page and no index on a
-- column that a result changes keep those updates heap-only.
CREATE TABLE essay_results (
    essay_id              text COLLATE "C" PRIMARY KEY,
    batch_id              text COLLATE "C",
    claim_by_registration boolean,
    claim_at              timestamptz,
    claim_event_id        uuid,
    claim_digest          bigint,
    claimants             text[] COLLATE "C" NOT NULL,
    spellcheck_at         timestamptz,
    spellcheck_event_id   uuid,
    spellcheck_digest     bigint,
    spellcheck_stage      text COLLATE "C",
    correction_count      bigint,
    corrected_text_id     text,
    original_text_id      text,
    spellcheck_error      text,
    cj_at                 timestamptz,
    cj_event_id           uuid,
    cj_digest             bigint,
    cj_rank               bigint,
    cj_score              double precision,
    first_evidence_at     timestamptz
) WITH (fillfactor = 60);

COMMENT ON COLUMN essay_results.batch_id IS 'The membership: the batch of the claim that won';
COMMENT ON COLUMN essay_results.claimants IS 'Every batch that ever claimed the essay: whose answers a change may show in';

CREATE INDEX essay_results_of_batch ON essay_results (batch_id) WHERE batch_id IS NOT NULL;
