package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.SaidNothing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What messages say of comparative judgement. */
final class CjData {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String USUAL_RUN = "17";

  private CjData() {}

  /** A message names one run, so that every ranking in it is of that. */
  static CompletionEvent asRead(CompletionEvent event) {
    if (!(event instanceof CjAssessmentCompleted completed)) {
      return event;
    }
    String run = run(completed);
    Map<EssayId, CjResult> rankings = new LinkedHashMap<>();
    completed
        .rankings()
        .forEach(
            (essay, it) -> rankings.put(essay, new CjResult(run, it.rank(), it.score(), null)));
    return new CjAssessmentCompleted(
        completed.stamp(),
        completed.correlationId(),
        completed.batch(),
        rankings,
        completed.verdicts());
  }

  private static String run(CjAssessmentCompleted event) {
    return Stream.concat(
            event.verdicts().values().stream().map(verdict -> verdict.run()),
            event.rankings().values().stream().map(CjResult::run).filter(Objects::nonNull))
        .findFirst()
        .orElse(USUAL_RUN);
  }

  static ObjectNode completed(CjAssessmentCompleted event) {
    ObjectNode data = JSON.createObjectNode();
    data.put("event_name", "cj_assessment.completed");
    Metadata.refer(data, "entity_ref", event, event.batch().value(), null);
    data.put("status", "completed_successfully");
    data.set("system_metadata", Metadata.of(event, event.batch().value(), null, null));
    data.put("cj_assessment_job_id", run(event));
    if (!event.rankings().isEmpty() || event.verdicts().isEmpty()) {
      ArrayNode rankings = data.putArray("rankings");
      event
          .rankings()
          .forEach((essay, result) ->
              rankings
                  .addObject()
                  .put("els_essay_id", essay.value())
                  .put("rank", result.rank())
                  .put("score", result.score()));
    }
    if (!event.verdicts().isEmpty()) {
      ObjectNode summary = data.putObject("processing_summary");
      ArrayNode succeeded = summary.putArray("successful_essay_ids");
      ArrayNode failed = summary.putArray("failed_essay_ids");
      event
          .verdicts()
          .forEach(
              (essay, verdict) -> (verdict.succeeded() ? succeeded : failed).add(essay.value()));
    }
    return data;
  }

  static ObjectNode published(AssessmentResultPublished event) {
    String run =
        event.results().values().stream()
            .map(CjResult::run)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(USUAL_RUN);
    ObjectNode data = result(event.batch(), run, event.assignment());
    ArrayNode rows = data.putArray("essay_results");
    event.results().forEach((essay, result) -> row(rows.addObject(), essay, result));
    return data;
  }

  private static void row(ObjectNode row, EssayId essay, CjResult result) {
    row.put("essay_id", essay.value());
    row.put("rank", result.rank());
    row.put("bt_score", result.score());
    Grade grade = result.grade();
    if (grade != null) {
      row.put("letter_grade", grade.letter());
      row.put("normalized_score", grade.normalizedScore());
      row.put("confidence_score", grade.confidence());
      row.put("confidence_label", grade.confidenceLabel());
    }
  }

  static ObjectNode ofOtherMethod(SaidNothing event) {
    ObjectNode data = result(event.batch(), USUAL_RUN, "not of any batch");
    data.put("assessment_method", "by_hand");
    data.putArray("essay_results");
    return data;
  }

  private static ObjectNode result(BatchId batch, String run, @Nullable String assignment) {
    return JSON.createObjectNode()
        .put("batch_id", batch.value())
        .put("cj_assessment_job_id", run)
        .put("assignment_id", assignment);
  }

  static ObjectNode failed(CjAssessmentFailed event) {
    ObjectNode data = JSON.createObjectNode();
    Metadata.refer(data, "entity_ref", event, event.batch().value(), null);
    data.set(
        "system_metadata",
        Metadata.of(event, event.batch().value(), null, event.failure().error()));
    return data;
  }
}
