package com.huleedu.ras.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * What comparative judgement yielded for one essay.
 *
 * @param run the job that ranked it; null only where the first generation stored the result
 * @param rank counted with the anchors, so that gaps are normal
 * @param score centred around 0; null if the essay was never scored
 * @param grade null where none was predicted
 */
public record CjResult(
    @Nullable String run, @Nullable Long rank, @Nullable Double score, @Nullable Grade grade) {
  public CjResult {
    score = Numbers.storable("score", score);
  }

  /** As the first generation stored it. */
  public CjResult(@Nullable Long rank, @Nullable Double score) {
    this(null, rank, score, null);
  }
}
