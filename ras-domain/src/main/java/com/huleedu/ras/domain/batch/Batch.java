package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The picture of one visible batch: what a client sees.
 *
 * @param essayCount as registered; says nothing about whether the batch is done
 * @param currentPhase the phase at work, null unless the batch is processing
 * @param essays registered ones in registration order, then the others by id
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
    @Nullable Phase currentPhase,
    List<EssayResult> essays,
    Instant createdAt,
    Instant lastUpdated,
    @Nullable Instant processingStartedAt,
    @Nullable Instant processingCompletedAt) {

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
    return new BatchDerivation(facts, outcomes, members).derive();
  }
}
