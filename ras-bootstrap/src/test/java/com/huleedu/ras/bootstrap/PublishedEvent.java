package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.SaidNothing;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.testkit.history.PublishedMessage;

/**
 * An event of the domain as a producer would publish it, and as it has to be understood.
 *
 * @param message with the default name of its topic
 * @param meant the event, with the digest that its message gives it
 */
record PublishedEvent(ScenarioEvent message, CompletionEvent meant) {

  /** Publishes into a topic of the deployment, whose name is part of the digest. */
  static PublishedEvent of(CompletionEvent event, Deployment deployment) {
    String topic = topic(event);
    PublishedMessage message = PublishedMessage.of(event, deployment.topic(topic));
    return new PublishedEvent(new ScenarioEvent(topic, null, message.value()), message.meant());
  }

  private static String topic(CompletionEvent event) {
    return switch (event) {
      case BatchRegistered e -> Topics.DEFAULT.batchRegistered();
      case PhaseOutcomeAnnounced e -> Topics.DEFAULT.phaseOutcome();
      case SpellcheckCompleted e -> Topics.DEFAULT.spellcheckCompleted();
      case CjAssessmentCompleted e -> Topics.DEFAULT.cjAssessmentCompleted();
      case AssessmentResultPublished _, CjAssessmentFailed _, EssaySlotAssigned _, PipelineCompleted _, FileRejected _, SaidNothing _ ->
          throw new IllegalArgumentException("of the second generation: " + event);
    };
  }
}
