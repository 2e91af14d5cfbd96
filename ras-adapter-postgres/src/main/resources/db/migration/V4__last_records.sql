-- An offset names a place in a log, not a record: after an unclean election, or a disk put back, a
-- log loses its tail and other records take the same offsets. So the last record that was projected
-- is kept beside the position, to be looked at again before going on.
ALTER TABLE stream_positions
    ADD COLUMN last_offset           bigint,
    ADD COLUMN last_leader_epoch     integer,
    ADD COLUMN last_timestamp_millis bigint,
    ADD COLUMN last_digest           bigint;

COMMENT ON COLUMN stream_positions.last_offset IS
    'of the last record below next_offset; null: nothing is known of it';

-- For the same reason a dead letter is what lay at an offset, not the offset alone. A message that
-- is delivered again has the same time and bytes.
ALTER TABLE dead_letters
    ADD COLUMN message_digest bytea NOT NULL
        GENERATED ALWAYS AS (sha256(coalesce(message_value, ''::bytea))) STORED;

ALTER TABLE dead_letters
    DROP CONSTRAINT dead_letters_topic_topic_id_partition_kafka_offset_key;

ALTER TABLE dead_letters
    ADD CONSTRAINT dead_letters_message_key
        UNIQUE (topic, topic_id, partition, kafka_offset, timestamp_millis, message_digest);
