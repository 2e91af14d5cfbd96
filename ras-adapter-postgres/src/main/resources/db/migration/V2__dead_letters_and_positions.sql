-- Messages that could not be applied, whole. Everything that a producer controls is kept in a type
-- that refuses nothing: bytes, or numbers as Kafka has them.
CREATE TABLE dead_letters (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic            text COLLATE "C" NOT NULL,
    topic_id         text COLLATE "C" NOT NULL,
    partition        integer     NOT NULL,
    kafka_offset     bigint      NOT NULL,
    timestamp_millis bigint      NOT NULL,
    message_key      bytea,
    header_names     bytea[]     NOT NULL,
    header_values    bytea[]     NOT NULL,
    message_value    bytea,
    error_type       text COLLATE "C" NOT NULL,
    error_detail     text        NOT NULL,
    dead_lettered_at timestamptz NOT NULL,
    attempts         integer     NOT NULL DEFAULT 1,
    UNIQUE (topic, topic_id, partition, kafka_offset)
);

COMMENT ON COLUMN dead_letters.topic_id IS
    'Kafka''s id of the topic, as stored with the position of the partition: a topic that was created again counts its offsets anew';
COMMENT ON COLUMN dead_letters.header_names IS 'UTF-8; the n-th name belongs to the n-th value';

-- How far each partition is projected: moves in the transaction that stores what it covers.
CREATE TABLE stream_positions (
    topic       text COLLATE "C",
    partition   integer,
    topic_id    text COLLATE "C" NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- The unbroken history of this database, one row; renewed when the database is found to have
-- fallen back.
CREATE TABLE lineage (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    id        uuid NOT NULL
);

INSERT INTO lineage (id) VALUES (gen_random_uuid());
