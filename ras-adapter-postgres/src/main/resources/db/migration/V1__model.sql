-- The read model: a fold of the events, kept as registers. Every register is its value columns and
-- a stamp (x_at, x_event_id, x_digest) that decides which of two writers wins; first-evidence times
-- are minima; owners and claimants are sorted sets that only grow. See docs: rules.
--
-- Identifiers are compared by code point (collation "C"), as the domain compares them.

CREATE TABLE batch_results (
    batch_id            text COLLATE "C" PRIMARY KEY,
    registered_at       timestamptz,
    registered_event_id uuid,
    registered_digest   bigint,
    user_id             text COLLATE "C",
    essay_count         bigint,
    essay_ids           text[] COLLATE "C",
    requested_phases    text[] COLLATE "C",
    created_at          timestamptz,
    owners              text[] COLLATE "C" NOT NULL
) WITH (fillfactor = 80);

COMMENT ON TABLE batch_results IS
    'One row per batch; all but the id is empty while an essay claims the batch and no registration was seen';

-- A user's list in its order, without sorting; the batch id makes the order total.
CREATE INDEX batch_results_of_user_newest_first ON batch_results (user_id, created_at DESC, batch_id)
    WHERE user_id IS NOT NULL;
-- Whether a batch is a certain user's.
CREATE INDEX batch_results_of_user ON batch_results (user_id, batch_id) WHERE user_id IS NOT NULL;

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

-- Most rows are updated once or twice after they were inserted. Room on the page and no index on a
-- column that a result changes keep those updates heap-only.
CREATE TABLE essay_results (
    essay_id              text COLLATE "C" PRIMARY KEY,
    batch_id              text COLLATE "C" REFERENCES batch_results,
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
