package com.huleedu.ras.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * The grade that comparative judgement predicts for one essay, from its place among anchors.
 *
 * @param normalizedScore the essay's place on the scale of grades
 * @param confidence how sure the prediction is
 * @param confidenceLabel the same in a word
 */
public record Grade(
    String letter,
    @Nullable Double normalizedScore,
    @Nullable Double confidence,
    @Nullable String confidenceLabel) {
  public Grade {
    normalizedScore = Numbers.storable("normalized_score", normalizedScore);
    confidence = Numbers.storable("confidence_score", confidence);
  }
}
