package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a service announced (contract, "Events in"). */
public sealed interface CompletionEvent
    permits BatchRegistered,
        PhaseOutcomeAnnounced,
        SpellcheckCompleted,
        CjAssessmentCompleted,
        AssessmentResultPublished,
        CjAssessmentFailed,
        EssaySlotAssigned,
        PipelineCompleted,
        FileRejected,
        SaidNothing {

  /** Which of two events about the same fact wins. */
  Stamp stamp();

  /** The request that led to this event, for the logs. */
  @Nullable UUID correlationId();

  /** The batch that the event names, if it names one. */
  @Nullable BatchId batch();

  /** The one essay that the event is about, if it is about one. */
  default @Nullable EssayId essay() {
    return null;
  }

  /** Why the event changes nothing, whatever else is known; empty if it may change something. */
  default Optional<NoEffect> noEffect() {
    return Optional.empty();
  }
}
