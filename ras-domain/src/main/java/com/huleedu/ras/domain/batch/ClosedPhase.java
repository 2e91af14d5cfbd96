package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;

/**
 * One phase that has an outcome, without the essays that this names.
 *
 * @param stamp of the outcome
 * @param processed how many essays the outcome names as processed, failed as well or not
 * @param firstEvidence the earliest final outcome seen
 */
public record ClosedPhase(
    Phase phase, BatchStatus status, Stamp stamp, long processed, Instant firstEvidence) {

  static ClosedPhase of(OutcomeFacts facts) {
    return new ClosedPhase(
        facts.phase(),
        facts.outcome().value().status(),
        facts.outcome().stamp(),
        facts.outcome().value().processed().size(),
        facts.firstEvidence());
  }
}
