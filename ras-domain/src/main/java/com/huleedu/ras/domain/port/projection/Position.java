package com.huleedu.ras.domain.port.projection;

/**
 * How far a partition has been projected.
 *
 * @param topicId Kafka's id of the topic that the offset belongs to
 * @param next the first offset that is not yet durable
 */
public record Position(Partition partition, String topicId, long next) {}
