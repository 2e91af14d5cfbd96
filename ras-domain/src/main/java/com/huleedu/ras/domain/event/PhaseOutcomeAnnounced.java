package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.Phase;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A word on one phase of one batch; the final one if {@link
 * com.huleedu.ras.domain.BatchStatus#isFinal its status is}, else it changes nothing.
 */
public record PhaseOutcomeAnnounced(
    Stamp stamp, @Nullable UUID correlationId, BatchId batch, Phase phase, PhaseOutcome outcome)
    implements CompletionEvent {
  @Override
  public Optional<NoEffect> noEffect() {
    return outcome.status().isFinal() ? Optional.empty() : Optional.of(NoEffect.STATUS_NOT_FINAL);
  }
}
