package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The picture of one visible batch: what a client sees.
 *
 * @param essayCount as registered; says nothing about whether the batch is done
 * @param requestedPhases at most the first {@value #MAX_REQUESTED_PHASES}, repeated ones too
 * @param requestedPhasesCut whether there are more
 * @param currentPhase the phase at work, null unless the batch is processing
 * @param essays registered ones in registration order, then the others by id
 * @param essaysCut whether there are more, of which every other component takes account
 * @param processingStartedAt the earliest evidence of any result or outcome
 * @param processingCompletedAt the time of the last outcome, once the status is final
 */
public record Batch(
    BatchId batch,
    UserId owner,
    BatchStatus status,
    long essayCount,
    long completedEssayCount,
    long failedEssayCount,
    List<Phase> requestedPhases,
    boolean requestedPhasesCut,
    @Nullable Phase currentPhase,
    List<EssayResult> essays,
    boolean essaysCut,
    Instant createdAt,
    Instant lastUpdated,
    @Nullable Instant processingStartedAt,
    @Nullable Instant processingCompletedAt) {

  /** A registration has room for any number, since it may repeat them. */
  public static final int MAX_REQUESTED_PHASES = 100;

  public Batch {
    requestedPhases = List.copyOf(requestedPhases);
    essays = List.copyOf(essays);
  }

  /**
   * Derives the picture from the facts.
   *
   * @param outcomes all outcomes of this batch
   * @param members all essays whose membership is this batch, in any order
   */
  public static Batch derive(
      BatchFacts facts, Collection<OutcomeFacts> outcomes, Collection<EssayFacts> members) {
    return derive(facts, BatchOutcomes.of(outcomes), members);
  }

  /**
   * Derives the same picture from outcomes whose essays are counted already.
   *
   * @param members all essays whose membership is this batch, in any order
   */
  public static Batch derive(
      BatchFacts facts, BatchOutcomes outcomes, Collection<EssayFacts> members) {
    BatchDerivation derivation = new BatchDerivation(facts, outcomes, MemberResults.of(members));
    return derivation.derive(derivation.inOrder(members), false);
  }

  /**
   * Derives the picture without all of its essays, and marks it.
   *
   * @param results what all members say together
   * @param first the first members, in the order of the picture; or none
   */
  public static Batch deriveCut(
      BatchFacts facts, BatchOutcomes outcomes, MemberResults results, List<EssayFacts> first) {
    return new BatchDerivation(facts, outcomes, results).derive(first.stream(), true);
  }

  /**
   * The same picture, marked where it was derived from facts whose errors were cut.
   *
   * @param cut the members of whose errors only the beginning was read
   */
  public Batch withCutErrors(Set<EssayId> cut) {
    if (cut.isEmpty()) {
      return this;
    }
    return new Batch(
        batch,
        owner,
        status,
        essayCount,
        completedEssayCount,
        failedEssayCount,
        requestedPhases,
        requestedPhasesCut,
        currentPhase,
        essays.stream()
            .map(essay -> cut.contains(essay.essay()) ? essay.withErrorCut() : essay)
            .toList(),
        essaysCut,
        createdAt,
        lastUpdated,
        processingStartedAt,
        processingCompletedAt);
  }
}
