package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.SpellcheckResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One essay in the picture of its batch.
 *
 * @param spellcheck null without a result
 * @param spellcheckErrorCut whether {@code spellcheck} has only the beginning of the stored error
 * @param cj null without a result; a result always means that the phase completed for the essay
 * @param lastUpdated the time of the newest winning result; without results, the registration's
 */
public record EssayResult(
    EssayId essay,
    @Nullable SpellcheckResult spellcheck,
    boolean spellcheckErrorCut,
    @Nullable CjResult cj,
    Instant lastUpdated) {

  /**
   * What the facts say.
   *
   * @param registeredAt the time of the registration of its batch
   */
  public static EssayResult of(EssayFacts facts, Instant registeredAt) {
    var newest = facts.newestResult();
    return new EssayResult(
        facts.essay(),
        facts.spellcheck() == null ? null : facts.spellcheck().value(),
        false,
        facts.cj() == null ? null : facts.cj().value(),
        newest == null ? registeredAt : newest.time());
  }

  /** The same, but with an error of which the end is missing. */
  public EssayResult withErrorCut() {
    return new EssayResult(essay, spellcheck, true, cj, lastUpdated);
  }
}
