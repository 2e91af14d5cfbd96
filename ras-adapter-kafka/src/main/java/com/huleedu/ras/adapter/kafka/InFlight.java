package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A poll that is being projected.
 *
 * @param next for each partition in it, the offset after it
 */
record InFlight(
    Poll poll,
    Map<TopicPartition, OffsetAndMetadata> next,
    Future<ProjectionResult> result,
    long since) {}
