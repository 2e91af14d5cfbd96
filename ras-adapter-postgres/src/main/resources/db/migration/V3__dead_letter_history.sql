-- What became of a dead letter, and by whose decision.
ALTER TABLE dead_letters
    ADD COLUMN state text COLLATE "C" NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'replayed', 'discarded'));

COMMENT ON COLUMN dead_letters.attempts IS 'How often its message failed; error_type and error_detail are the newest reason';

-- The list that operators look at, and the count of it.
CREATE INDEX dead_letters_open ON dead_letters (id) WHERE state = 'open';

CREATE TABLE dead_letter_history (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    letter_id  bigint NOT NULL REFERENCES dead_letters,
    entered_at timestamptz NOT NULL,
    action     text COLLATE "C" NOT NULL
        CHECK (action IN ('dead_lettered', 'replayed', 'failed_again', 'discarded')),
    service_id text COLLATE "C",
    detail     text NOT NULL
);

COMMENT ON COLUMN dead_letter_history.service_id IS 'Who asked for it; null if nobody did';

CREATE INDEX dead_letter_history_of_letter ON dead_letter_history (letter_id, id);

-- Letters that were here before begin their history like all others.
INSERT INTO dead_letter_history (letter_id, entered_at, action, detail)
SELECT id, dead_lettered_at, 'dead_lettered', error_type || ': ' || error_detail
FROM dead_letters
ORDER BY id;
