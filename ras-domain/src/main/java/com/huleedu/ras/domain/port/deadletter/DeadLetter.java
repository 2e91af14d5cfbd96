package com.huleedu.ras.domain.port.deadletter;

import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Instant;

/**
 * A message that could not be applied, kept whole.
 *
 * @param at when it was found to be one
 */
public record DeadLetter(RawMessage message, DeadLetterReason reason, Instant at) {}
