package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.Slot;
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
 * @param spellcheck from messages of either kind
 * @param cj from rankings and rows
 * @param verdict whether the essay came through a run of comparative judgement
 * @param slot which file it is
 * @param firstEvidence the earliest result or verdict seen, in any phase
 */
public record EssayFacts(
    EssayId essay,
    @Nullable Claim membership,
    SortedSet<BatchId> claimants,
    @Nullable Register<SpellcheckResult> spellcheck,
    @Nullable Register<CjResult> cj,
    @Nullable Register<CjVerdict> verdict,
    @Nullable Register<Slot> slot,
    @Nullable Instant firstEvidence) {

  static EssayFacts claimed(EssayId essay, Claim claim) {
    return new EssayFacts(essay, claim, Merges.setOf(claim.batch()), null, null, null, null, null);
  }

  static EssayFacts of(SpellcheckCompleted event) {
    BatchId batch = event.batch();
    return new EssayFacts(
        event.essay(),
        batch == null ? null : new Claim(batch, Claim.Kind.RESULT, event.stamp()),
        Merges.setOf(batch),
        new Register<>(event.stamp(), event.result()),
        null,
        null,
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
        null,
        null,
        stamp.time());
  }

  static EssayFacts judged(EssayId essay, BatchId batch, Stamp stamp, CjVerdict verdict) {
    return new EssayFacts(
        essay,
        new Claim(batch, Claim.Kind.RESULT, stamp),
        Merges.setOf(batch),
        null,
        null,
        new Register<>(stamp, verdict),
        null,
        stamp.time());
  }

  static EssayFacts of(EssaySlotAssigned event) {
    return new EssayFacts(
        event.essay(),
        new Claim(event.batch(), Claim.Kind.SLOT, event.stamp()),
        Merges.setOf(event.batch()),
        null,
        null,
        null,
        new Register<>(event.stamp(), event.slot()),
        null);
  }

  /** What both know; they must be about the same essay. */
  public EssayFacts merge(EssayFacts other) {
    return new EssayFacts(
        essay,
        Claim.merge(membership, other.membership),
        Merges.union(claimants, other.claimants),
        Register.merge(spellcheck, other.spellcheck),
        Register.merge(cj, other.cj),
        Register.merge(verdict, other.verdict),
        Register.merge(slot, other.slot),
        Merges.earliest(firstEvidence, other.firstEvidence));
  }

  /** The time of the newest winner among slot, results and verdict; null without any. */
  @Nullable Instant lastUpdated() {
    return Merges.latest(
        Merges.latest(time(spellcheck), time(cj)), Merges.latest(time(verdict), time(slot)));
  }

  private static @Nullable Instant time(@Nullable Register<?> register) {
    return register == null ? null : register.stamp().time();
  }
}
