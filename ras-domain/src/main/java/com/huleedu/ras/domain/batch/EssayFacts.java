package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * All that events have said about one essay.
 *
 * @param membership the claim that won; null while no event has named a batch
 * @param claimants every batch that ever claimed the essay: whose answers a change may show in
 * @param firstEvidence the earliest result seen, in any phase
 */
public record EssayFacts(
    EssayId essay,
    @Nullable Claim membership,
    SortedSet<BatchId> claimants,
    @Nullable Register<SpellcheckResult> spellcheck,
    @Nullable Register<CjResult> cj,
    @Nullable Instant firstEvidence) {

  static EssayFacts claimed(EssayId essay, Claim claim) {
    return new EssayFacts(essay, claim, Merges.setOf(claim.batch()), null, null, null);
  }

  static EssayFacts of(SpellcheckCompleted event) {
    BatchId batch = event.batch();
    return new EssayFacts(
        event.essay(),
        batch == null ? null : new Claim(batch, Claim.Kind.RESULT, event.stamp()),
        Merges.setOf(batch),
        new Register<>(event.stamp(), event.result()),
        null,
        event.stamp().time());
  }

  static EssayFacts ranked(EssayId essay, BatchId batch, Stamp stamp, CjResult result) {
    return new EssayFacts(
        essay,
        new Claim(batch, Claim.Kind.RESULT, stamp),
        Merges.setOf(batch),
        null,
        new Register<>(stamp, result),
        stamp.time());
  }

  /** What both know; they must be about the same essay. */
  public EssayFacts merge(EssayFacts other) {
    return new EssayFacts(
        essay,
        Claim.merge(membership, other.membership),
        Merges.union(claimants, other.claimants),
        Register.merge(spellcheck, other.spellcheck),
        Register.merge(cj, other.cj),
        Merges.earliest(firstEvidence, other.firstEvidence));
  }

  /** The stamp of the newest winning result, over all phases; null without results. */
  @Nullable Stamp newestResult() {
    Stamp spellchecked = spellcheck == null ? null : spellcheck.stamp();
    Stamp ranked = cj == null ? null : cj.stamp();
    if (spellchecked == null || ranked == null) {
      return spellchecked == null ? ranked : spellchecked;
    }
    return spellchecked.compareTo(ranked) >= 0 ? spellchecked : ranked;
  }
}
