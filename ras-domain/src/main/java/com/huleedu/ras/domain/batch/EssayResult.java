package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One essay in the picture of its batch.
 *
 * @param slot which file it is; null while that was not said. Its name and the texts of a grade may
 *     be more than is shown, or no further than shows that ({@link ShownText})
 * @param spellcheck null without a result
 * @param spellcheckErrorCut whether {@code spellcheck} has only the beginning of the stored error
 * @param cj null without a result, a verdict, or a failure that names the essay
 * @param cjErrorCut whether {@code cj} has only the beginning of the stored error
 * @param lastUpdated the time of the newest winner among slot, results, verdict and a failure that
 *     names the essay; without any, the registration's
 */
public record EssayResult(
    EssayId essay,
    @Nullable Slot slot,
    @Nullable SpellcheckResult spellcheck,
    boolean spellcheckErrorCut,
    @Nullable CjPicture cj,
    boolean cjErrorCut,
    Instant lastUpdated) {

  /**
   * What the facts say.
   *
   * @param registeredAt the time of the registration of its batch
   * @param failure of comparative judgement, if it stands and names the essay
   */
  public static EssayResult of(
      EssayFacts facts, Instant registeredAt, @Nullable Register<CjFailure> failure) {
    return new EssayResult(
        facts.essay(),
        facts.slot() == null ? null : facts.slot().value(),
        facts.spellcheck() == null ? null : facts.spellcheck().value(),
        false,
        CjPicture.of(facts, failure),
        false,
        lastUpdated(facts, registeredAt, failure));
  }

  private static Instant lastUpdated(
      EssayFacts facts, Instant registeredAt, @Nullable Register<CjFailure> failure) {
    Instant failed = failure == null ? null : failure.stamp().time();
    Instant newest = Merges.latest(facts.lastUpdated(), failed);
    return newest == null ? registeredAt : newest;
  }

  /** The same, but with an error of the spellcheck of which the end is missing. */
  public EssayResult withErrorCut() {
    return new EssayResult(essay, slot, spellcheck, true, cj, cjErrorCut, lastUpdated);
  }

  /** The same, but with an error of comparative judgement of which the end is missing. */
  public EssayResult withCjErrorCut() {
    return new EssayResult(essay, slot, spellcheck, spellcheckErrorCut, cj, true, lastUpdated);
  }
}
