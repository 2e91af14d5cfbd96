package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The essays of one batch were ranked by comparative judgement.
 *
 * @param rankings one per essay; where the message ranked an essay twice, its last ranking
 */
public record CjAssessmentCompleted(
    Stamp stamp, @Nullable UUID correlationId, BatchId batch, Map<EssayId, CjResult> rankings)
    implements CompletionEvent {
  public CjAssessmentCompleted {
    rankings = Collections.unmodifiableMap(new LinkedHashMap<>(rankings));
  }
}
