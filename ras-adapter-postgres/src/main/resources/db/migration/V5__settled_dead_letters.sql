-- Settled letters are looked through now and then for those whose messages Kafka no longer has. A
-- log that is kept for ever keeps the others for ever: nobody looks at these.
CREATE INDEX dead_letters_settled ON dead_letters (topic, topic_id, partition, kafka_offset)
    WHERE state <> 'open';
