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
import java.util.function.UnaryOperator;
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
 * @param processingStartedAt the earliest evidence of any result, outcome, failure, or end of a run
 * @param processingCompletedAt the time of the last word, once the status is final
 * @param promptRef a JSON object in compact text; like the other texts perhaps more than is shown,
 *     or no further than shows that ({@link ShownText})
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
    @Nullable Instant processingCompletedAt,
    @Nullable String assignment,
    @Nullable String promptRef,
    @Nullable String classId,
    RejectedFiles rejectedFiles) {

  /** A registration has room for any number, since it may repeat them. */
  public static final int MAX_REQUESTED_PHASES = 100;

  public Batch {
    requestedPhases = List.copyOf(requestedPhases);
    essays = List.copyOf(essays);
  }

  /**
   * Derives the picture from all facts of one batch.
   *
   * @param outcomes all of this batch
   * @param rejected all of this batch, in any order
   * @param members all essays whose membership is this batch, in any order
   */
  public static Batch derive(
      BatchFacts registered,
      PipelineFacts pipeline,
      Collection<OutcomeFacts> outcomes,
      Collection<RejectedFileFacts> rejected,
      Collection<EssayFacts> members,
      PipelineEnds pipelineEnds) {
    BatchKnowledge known =
        BatchKnowledge.of(registered, pipeline, outcomes, RejectedFiles.of(rejected), members);
    StandingFailure failure = known.progress(pipelineEnds).failure();
    Set<EssayId> handedOn = failure == null ? Set.of() : failure.handedOn(outcomes);
    return derive(known, members, handedOn, pipelineEnds);
  }

  /**
   * Derives the same picture from what is counted already.
   *
   * @param members all essays whose membership is this batch, in any order
   * @param handedOn of a failure that stands, the essays that {@link StandingFailure#handedOn} has
   */
  public static Batch derive(
      BatchKnowledge known,
      Collection<EssayFacts> members,
      Set<EssayId> handedOn,
      PipelineEnds pipelineEnds) {
    BatchDerivation derivation = new BatchDerivation(known, pipelineEnds);
    return derivation.derive(derivation.inOrder(members), handedOn, false);
  }

  /**
   * Derives the picture without all of its essays, and marks it.
   *
   * @param first the first members, in the order of the picture; or none
   * @param handedOn of a failure that stands, those of the first members that {@link
   *     StandingFailure#handedOn} has
   */
  public static Batch deriveCut(
      BatchKnowledge known,
      List<EssayFacts> first,
      Set<EssayId> handedOn,
      PipelineEnds pipelineEnds) {
    return new BatchDerivation(known, pipelineEnds).derive(first.stream(), handedOn, true);
  }

  /**
   * The same picture, marked where it was derived from facts whose errors were cut.
   *
   * @param cut the members of whose errors only the beginning was read
   */
  public Batch withCutErrors(Set<EssayId> cut) {
    return withEssays(essay -> cut.contains(essay.essay()) ? essay.withErrorCut() : essay);
  }

  /** The same picture, marked where it was derived from a failure whose error was cut. */
  public Batch withCutCjErrors() {
    return withEssays(
        essay -> essay.cj() == null || essay.cj().error() == null ? essay : essay.withCjErrorCut());
  }

  private Batch withEssays(UnaryOperator<EssayResult> change) {
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
        essays.stream().map(change).toList(),
        essaysCut,
        createdAt,
        lastUpdated,
        processingStartedAt,
        processingCompletedAt,
        assignment,
        promptRef,
        classId,
        rejectedFiles);
  }
}
