package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The spellcheck of one essay ended, well or badly.
 *
 * @param batch the batch that the producer says the essay belongs to; null where that is not said
 */
public record SpellcheckCompleted(
    Stamp stamp,
    @Nullable UUID correlationId,
    EssayId essay,
    @Nullable BatchId batch,
    SpellcheckResult result)
    implements CompletionEvent {}
