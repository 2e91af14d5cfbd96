package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ranks, scores and grades of the essays of one batch, from one run of comparative judgement.
 *
 * @param assignment the assignment that the batch is of, in the teacher's words
 * @param results one per essay, anchors left out; where the message had an essay twice, its last
 */
public record AssessmentResultPublished(
    Stamp stamp,
    @Nullable UUID correlationId,
    BatchId batch,
    @Nullable String assignment,
    Map<EssayId, CjResult> results)
    implements CompletionEvent {
  public AssessmentResultPublished {
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }
}
