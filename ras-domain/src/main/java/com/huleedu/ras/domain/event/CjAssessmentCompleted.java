package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of comparative judgement of one batch ended. The message of today says who came through,
 * that of the first generation who is where; one may say both.
 *
 * @param rankings one per essay; where the message ranked an essay twice, its last ranking
 * @param verdicts one per essay; an essay that the message names as both has failed
 */
public record CjAssessmentCompleted(
    Stamp stamp,
    @Nullable UUID correlationId,
    BatchId batch,
    Map<EssayId, CjResult> rankings,
    Map<EssayId, CjVerdict> verdicts)
    implements CompletionEvent {
  public CjAssessmentCompleted {
    rankings = Collections.unmodifiableMap(new LinkedHashMap<>(rankings));
    verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
  }

  /** Without verdicts. */
  public CjAssessmentCompleted(
      Stamp stamp, @Nullable UUID correlationId, BatchId batch, Map<EssayId, CjResult> rankings) {
    this(stamp, correlationId, batch, rankings, Map.of());
  }
}
