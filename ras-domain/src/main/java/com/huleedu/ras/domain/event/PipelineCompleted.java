package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of phases of one batch has ended. Changes nothing unless {@link BatchStatus#isFinal its
 * status is final}.
 *
 * @param phases those of the run; some may be missing by mistake
 */
public record PipelineCompleted(
    Stamp stamp, @Nullable UUID correlationId, BatchId batch, BatchStatus status, Set<Phase> phases)
    implements CompletionEvent {
  public PipelineCompleted {
    Set<Phase> ordered = EnumSet.noneOf(Phase.class);
    ordered.addAll(phases);
    phases = Collections.unmodifiableSet(ordered);
  }

  @Override
  public Optional<NoEffect> noEffect() {
    return status.isFinal() ? Optional.empty() : Optional.of(NoEffect.STATUS_NOT_FINAL);
  }
}
