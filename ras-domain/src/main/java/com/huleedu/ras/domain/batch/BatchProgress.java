package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch has come, judged from its phases and the ends of its runs (rules, "Derived for a
 * visible batch"; second generation, "Combined for a visible batch").
 *
 * @param outcomes all of them; a failure that stands is among them
 * @param failure the failure of comparative judgement, if it stands
 */
public record BatchProgress(
    Intake intake,
    PipelineFacts pipeline,
    BatchOutcomes outcomes,
    MemberResults members,
    @Nullable StandingFailure failure) {

  /**
   * Judges whether a failure stands, and lets it be the outcome then.
   *
   * @param announced the outcomes of the batch, as they were announced
   */
  public static BatchProgress of(
      Intake intake, PipelineFacts pipeline, BatchOutcomes announced, MemberResults members) {
    return StandingFailure.of(pipeline, announced, members)
        .map(failure ->
            new BatchProgress(intake, pipeline, announced.with(failure), members, failure))
        .orElseGet(() -> new BatchProgress(intake, pipeline, announced, members, null));
  }

  /** The first of the six rules that fits. */
  public BatchStatus status() {
    if (openPhases().findAny().isPresent()) {
      return BatchStatus.PROCESSING_PIPELINES;
    }
    BatchStatus last = lastWord().map(Register::value).orElse(null);
    if (last == null) {
      return intake.isAllRejected() && members.newestSlot() == null
          ? BatchStatus.CONTENT_INGESTION_FAILED
          : BatchStatus.AWAITING_CONTENT_VALIDATION;
    }
    if (last == BatchStatus.CANCELLED || last == BatchStatus.FAILED_CRITICALLY) {
      return last;
    }
    if (nextRequested().isPresent() || isUnended()) {
      return BatchStatus.PROCESSING_PIPELINES;
    }
    return hasFailures() ? BatchStatus.COMPLETED_WITH_FAILURES : BatchStatus.COMPLETED_SUCCESSFULLY;
  }

  /** The phase at work; only while the status is {@code processing_pipelines}. */
  public Optional<Phase> currentPhase() {
    if (status() != BatchStatus.PROCESSING_PIPELINES) {
      return Optional.empty();
    }
    return openPhases()
        .max(Comparator.comparing(phase -> members.newest().get(phase)))
        .or(this::nextRequested)
        .or(this::nextUsual);
  }

  /** The newest of the outcomes and the end of a run. */
  Optional<Register<BatchStatus>> lastWord() {
    Optional<Register<BatchStatus>> outcome =
        outcomes.last().map(last -> new Register<>(last.stamp(), last.status()));
    return Optional.ofNullable(Register.merge(outcome.orElse(null), pipeline.end()));
  }

  private boolean isClosed(Phase phase) {
    return outcomes.isClosed(phase) || pipeline.namings().containsKey(phase);
  }

  private Stream<Phase> openPhases() {
    return members.newest().keySet().stream().filter(phase -> !isClosed(phase));
  }

  private Optional<Phase> nextRequested() {
    return intake.requested().stream().filter(phase -> !isClosed(phase)).findFirst();
  }

  /** Of the phases that batches go through as a rule, where nothing says which are to come. */
  private Optional<Phase> nextUsual() {
    return Stream.of(Phase.SPELLCHECK, Phase.CJ_ASSESSMENT)
        .filter(phase -> !isClosed(phase))
        .findFirst();
  }

  /** Whether a phase that went well is part of a run whose end is still to be announced. */
  private boolean isUnended() {
    if (!intake.awaitsEnds()) {
      return false;
    }
    Instant stop = newestStop().orElse(Instant.MIN);
    return outcomes.stream()
        .filter(phase -> !isStop(phase.status()))
        .filter(phase -> !pipeline.namings().containsKey(phase.phase()))
        .anyMatch(phase -> !stop.isAfter(phase.firstEvidence()));
  }

  /** The last time at which a run of phases ended, or broke off, so that no end comes. */
  private Optional<Instant> newestStop() {
    Register<BatchStatus> end = pipeline.end();
    Stream<Stamp> broken =
        outcomes.stream().filter(phase -> isStop(phase.status())).map(ClosedPhase::stamp);
    Stream<Stamp> ended = end == null ? Stream.empty() : Stream.of(end.stamp());
    return Stream.concat(broken, ended).map(Stamp::time).max(Comparator.naturalOrder());
  }

  private static boolean isStop(BatchStatus status) {
    return status == BatchStatus.FAILED_CRITICALLY || status == BatchStatus.CANCELLED;
  }

  private boolean hasFailures() {
    return failure != null
        || (intake.flat() && isFailedCritically())
        || isLastWithFailures()
        || outcomes.failedEssays() > 0;
  }

  private boolean isFailedCritically() {
    return outcomes.stream().anyMatch(phase -> phase.status() == BatchStatus.FAILED_CRITICALLY);
  }

  /** Where there is any outcome, what the end of a run says is not asked: it is no better. */
  private boolean isLastWithFailures() {
    return outcomes
        .last()
        .map(ClosedPhase::status)
        .or(() -> Optional.ofNullable(pipeline.end()).map(Register::value))
        .filter(status -> status == BatchStatus.COMPLETED_WITH_FAILURES)
        .isPresent();
  }
}
