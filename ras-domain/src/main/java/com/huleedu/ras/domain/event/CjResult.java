package com.huleedu.ras.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * The place of one essay in the ranking of its batch.
 *
 * @param score centred around 0; null if the essay was never scored
 */
public record CjResult(@Nullable Long rank, @Nullable Double score) {
  public CjResult {
    if (score != null && !Double.isFinite(score)) {
      throw new IllegalArgumentException("score is not a finite number: " + score);
    }
    // JSON has two zeros, a database and a client only one.
    score = score == null ? null : score + 0.0;
  }
}
