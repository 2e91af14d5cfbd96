package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import java.time.Instant;
import java.util.Objects;

/**
 * All that final outcomes have said about one phase of one batch.
 *
 * @param firstEvidence the earliest final outcome seen
 */
public record OutcomeFacts(
    BatchId batch, Phase phase, Register<PhaseOutcome> outcome, Instant firstEvidence) {

  /** One phase of one batch. */
  public record Key(BatchId batch, Phase phase) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byBatch = batch.compareTo(other.batch);
      return byBatch != 0 ? byBatch : phase.compareTo(other.phase);
    }
  }

  static OutcomeFacts of(PhaseOutcomeAnnounced event) {
    return new OutcomeFacts(
        event.batch(),
        event.phase(),
        new Register<>(event.stamp(), event.outcome()),
        event.stamp().time());
  }

  public Key key() {
    return new Key(batch, phase);
  }

  /** What both know; they must be about the same phase of the same batch. */
  public OutcomeFacts merge(OutcomeFacts other) {
    return new OutcomeFacts(
        batch,
        phase,
        Objects.requireNonNull(Register.merge(outcome, other.outcome)),
        Objects.requireNonNull(Merges.earliest(firstEvidence, other.firstEvidence)));
  }
}
