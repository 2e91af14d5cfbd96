package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A failure of comparative judgement that nothing newer has overtaken: it is the outcome of the
 * phase (second generation, "The failure stands"). The essays that had been handed on to the phase
 * have failed.
 *
 * @param handedOnBy the phase whose outcome's processed essays these are; null: all members are
 */
public record StandingFailure(Register<CjFailure> failure, @Nullable Phase handedOnBy) {

  /**
   * The failure of a batch, if it stands.
   *
   * @param announced the outcomes of the batch, as they were announced
   */
  public static Optional<StandingFailure> of(
      PipelineFacts pipeline, BatchOutcomes announced, MemberResults members) {
    Register<CjFailure> failure = pipeline.cjFailure();
    if (failure == null
        || isOvertaken(failure.stamp(), announced.stamp(Phase.CJ_ASSESSMENT))
        || isOvertaken(failure.stamp(), members.newest().get(Phase.CJ_ASSESSMENT))
        || isOvertaken(failure.stamp(), pipeline.namings().get(Phase.CJ_ASSESSMENT))) {
      return Optional.empty();
    }
    Stream<ClosedPhase> before =
        announced.stream()
            .filter(other -> other.phase() != Phase.CJ_ASSESSMENT)
            .filter(other -> other.firstEvidence().isBefore(failure.stamp().time()));
    Phase handedOnBy = before.max(BatchOutcomes.BY_STAMP).map(ClosedPhase::phase).orElse(null);
    return Optional.of(new StandingFailure(failure, handedOnBy));
  }

  private static boolean isOvertaken(Stamp failure, @Nullable Stamp other) {
    return other != null && failure.compareTo(other) <= 0;
  }

  /**
   * The essays that had been handed on; none where all members have failed.
   *
   * @param outcomes all of the batch
   */
  public Set<EssayId> handedOn(Collection<OutcomeFacts> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.phase() == handedOnBy)
        .flatMap(outcome -> outcome.outcome().value().processed().stream())
        .collect(Collectors.toSet());
  }

  /** What stands in the place of what was announced of the phase. */
  ClosedPhase asOutcome(@Nullable ClosedPhase announced) {
    Instant first = announced == null ? failure.stamp().time() : announced.firstEvidence();
    return new ClosedPhase(
        Phase.CJ_ASSESSMENT, BatchStatus.FAILED_CRITICALLY, failure.stamp(), 0, first);
  }
}
