package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch exists, with its owner and its essays. */
public record BatchRegistered(
    Stamp stamp, @Nullable UUID correlationId, BatchId batch, Registration registration)
    implements CompletionEvent {}
