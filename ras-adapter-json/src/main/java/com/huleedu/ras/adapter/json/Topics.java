package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.MisconfiguredException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The names of the four topics. */
public record Topics(
    String batchRegistered,
    String phaseOutcome,
    String spellcheckCompleted,
    String cjAssessmentCompleted) {

  /** The names that the producers use today. */
  public static final Topics DEFAULT =
      new Topics(
          "huleedu.batch.essays.registered.v1",
          "huleedu.els.batch_phase.outcome.v1",
          "huleedu.essay.spellcheck.completed.v1",
          "huleedu.cj_assessment.completed.v1");

  public Topics {
    List<String> names =
        List.of(batchRegistered, phaseOutcome, spellcheckCompleted, cjAssessmentCompleted);
    if (names.stream().distinct().count() != names.size()) {
      throw new MisconfiguredException(
          "The topics must differ, since the topic alone decides what a message means: " + names);
    }
  }

  public List<String> names() {
    return List.of(batchRegistered, phaseOutcome, spellcheckCompleted, cjAssessmentCompleted);
  }

  EventKind kind(String topic) {
    Map<String, EventKind> kinds =
        Map.of(
            batchRegistered, EventKind.BATCH_REGISTERED,
            phaseOutcome, EventKind.PHASE_OUTCOME,
            spellcheckCompleted, EventKind.SPELLCHECK_COMPLETED,
            cjAssessmentCompleted, EventKind.CJ_ASSESSMENT_COMPLETED);
    return Objects.requireNonNull(kinds.get(topic), topic);
  }
}
