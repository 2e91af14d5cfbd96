package com.huleedu.ras.domain.port.projection;

import org.jspecify.annotations.Nullable;

/**
 * A partition that this instance has to consume from now on, as Kafka knows it.
 *
 * @param topicId Kafka's id of the topic, which a topic created again under its name doesn't share
 * @param beginning the first offset that Kafka still has
 * @param parted where the log was found to part from what was projected: it lost its tail, and may
 *     have grown again; null if it was not
 * @param committed the offset committed to Kafka; null if there is none
 * @param start where to begin if the service has never consumed anything
 */
public record AssignedPartition(
    Partition partition,
    String topicId,
    long beginning,
    @Nullable Long parted,
    @Nullable Long committed,
    long start) {}
