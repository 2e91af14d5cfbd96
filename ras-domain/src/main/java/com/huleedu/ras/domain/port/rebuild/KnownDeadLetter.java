package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.Partition;

/**
 * A dead letter as an audit and a rebuild need to know it: without its message.
 *
 * @param topicId Kafka's id of the topic that the offset belongs to
 * @param state only a replayed letter's message is in the model
 */
public record KnownDeadLetter(
    Partition partition, String topicId, long offset, String errorType, DeadLetterState state) {}
