package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.Partition;
import java.time.Instant;

/**
 * A dead letter as an audit and a rebuild need to know it: without its message.
 *
 * @param topicId Kafka's id of the topic that the offset belongs to
 * @param timestamp the record's own time: another record may have taken the offset since
 * @param state only a replayed letter's message is in the model
 */
public record KnownDeadLetter(
    Partition partition,
    String topicId,
    long offset,
    Instant timestamp,
    String errorType,
    DeadLetterState state) {}
