package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that is read, and speaks of what the model does not have. */
public record SaidNothing(Stamp stamp, @Nullable UUID correlationId, BatchId batch, NoEffect reason)
    implements CompletionEvent {
  @Override
  public Optional<NoEffect> noEffect() {
    return Optional.of(reason);
  }
}
