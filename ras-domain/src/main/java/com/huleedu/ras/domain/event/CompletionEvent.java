package com.huleedu.ras.domain.event;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a service announced to have finished (contract, "Events in"). */
public sealed interface CompletionEvent
    permits BatchRegistered, PhaseOutcomeAnnounced, SpellcheckCompleted, CjAssessmentCompleted {

  /** Which of two events about the same fact wins. */
  Stamp stamp();

  /** The request that led to this event, for the logs. */
  @Nullable UUID correlationId();

  /** Why the event changes nothing, whatever else is known; empty if it may change something. */
  default Optional<NoEffect> noEffect() {
    return Optional.empty();
  }
}
