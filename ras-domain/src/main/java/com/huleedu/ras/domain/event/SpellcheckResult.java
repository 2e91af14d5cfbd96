package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import org.jspecify.annotations.Nullable;

/**
 * What the spellcheck of one essay yielded.
 *
 * @param corrections how many corrections were made, 0 or more
 * @param error compact JSON, whole, however long
 */
public record SpellcheckResult(
    ProcessingStage stage,
    @Nullable Long corrections,
    @Nullable TextId correctedText,
    TextId originalText,
    @Nullable String error) {
  public SpellcheckResult {
    if (corrections != null && corrections < 0) {
      throw new IllegalArgumentException("corrections_made is negative: " + corrections);
    }
  }
}
