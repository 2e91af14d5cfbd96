package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The comparative judgement of one batch failed; no outcome of the phase follows. */
public record CjAssessmentFailed(
    Stamp stamp, @Nullable UUID correlationId, BatchId batch, CjFailure failure)
    implements CompletionEvent {}
