-- A topic that is created again is noticed within seconds, not at once. Letters of what was read until
-- then carry the former id, and are found by their place once the same messages are read under the
-- new one. So the id comes last.
ALTER TABLE dead_letters
    DROP CONSTRAINT dead_letters_message_key;

ALTER TABLE dead_letters
    ADD CONSTRAINT dead_letters_message_key
        UNIQUE (topic, partition, kafka_offset, timestamp_millis, message_digest, topic_id);
