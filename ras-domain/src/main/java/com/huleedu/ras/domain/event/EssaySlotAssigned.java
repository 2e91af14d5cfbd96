package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file of a batch became one of its essays. */
public record EssaySlotAssigned(
    Stamp stamp, @Nullable UUID correlationId, BatchId batch, EssayId essay, Slot slot)
    implements CompletionEvent {}
