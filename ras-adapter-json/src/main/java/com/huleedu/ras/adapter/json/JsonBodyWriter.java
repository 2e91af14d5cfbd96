package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.BodyWriter;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes answers as the contract's chapter "HTTP out" has them: compact, in its order of members,
 * nulls present. Equal pictures give equal bytes, on every instance, so entity tags agree.
 */
final class JsonBodyWriter implements BodyWriter {
  @Override
  public Body batch(Batch batch) {
    return new Body(Json.write(json -> write(json, batch)));
  }

  @Override
  public Body page(UserBatchesQuery query, BatchPage page) {
    return new Body(
        Json.write(json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("batches");
          page.batches().forEach(batch -> write(json, batch));
          json.writeEndArray();
          json.writeObjectPropertyStart("pagination");
          json.writeNumberProperty("limit", query.limit());
          json.writeNumberProperty("offset", query.offset());
          json.writeNumberProperty("total", page.total());
          json.writeEndObject();
          json.writeEndObject();
        }));
  }

  @Override
  public Body essays(EssayPage page) {
    EssayId next = page.next();
    return new Body(
        Json.write(json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("essays");
          page.essays().forEach(essay -> write(json, essay));
          json.writeEndArray();
          Json.text(json, "next", next == null ? null : next.value());
          json.writeEndObject();
        }));
  }

  private static void write(JsonGenerator json, Batch batch) {
    Phase current = batch.currentPhase();
    json.writeStartObject();
    Json.text(json, "batch_id", batch.batch().value());
    Json.text(json, "user_id", batch.owner().value());
    Json.text(json, "overall_status", batch.status().overall().name());
    json.writeNumberProperty("essay_count", batch.essayCount());
    json.writeNumberProperty("completed_essay_count", batch.completedEssayCount());
    json.writeNumberProperty("failed_essay_count", batch.failedEssayCount());
    Json.text(json, "requested_pipeline", joined(batch.requestedPhases()));
    Json.text(json, "current_phase", current == null ? null : current.answerName());
    json.writeArrayPropertyStart("essays");
    batch.essays().forEach(essay -> write(json, essay));
    json.writeEndArray();
    Json.text(json, "created_at", time(batch.createdAt()));
    Json.text(json, "last_updated", time(batch.lastUpdated()));
    Json.text(json, "processing_started_at", time(batch.processingStartedAt()));
    Json.text(json, "processing_completed_at", time(batch.processingCompletedAt()));
    if (batch.requestedPhasesCut()) {
      json.writeBooleanProperty("requested_pipeline_cut", true);
    }
    if (batch.essaysCut()) {
      json.writeBooleanProperty("essays_cut", true);
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, EssayResult essay) {
    json.writeStartObject();
    Json.text(json, "essay_id", essay.essay().value());
    json.writeNullProperty("filename");
    spellcheck(json, essay.spellcheck());
    comparativeJudgement(json, essay.cj());
    Json.text(json, "last_updated", time(essay.lastUpdated()));
    if (essay.spellcheckErrorCut()) {
      json.writeBooleanProperty("spellcheck_error_cut", true);
    }
    json.writeEndObject();
  }

  private static void spellcheck(JsonGenerator json, @Nullable SpellcheckResult result) {
    if (result == null) {
      json.writeNullProperty("spellcheck_status");
      json.writeNullProperty("spellcheck_correction_count");
      json.writeNullProperty("spellcheck_corrected_text_storage_id");
      json.writeNullProperty("spellcheck_error");
      return;
    }
    var corrected = result.correctedText();
    Json.text(json, "spellcheck_status", result.stage().answerName());
    number(json, "spellcheck_correction_count", result.corrections());
    Json.text(
        json, "spellcheck_corrected_text_storage_id", corrected == null ? null : corrected.value());
    Json.text(json, "spellcheck_error", result.error());
  }

  private static void comparativeJudgement(JsonGenerator json, @Nullable CjResult result) {
    Json.text(
        json,
        "cj_assessment_status",
        result == null ? null : ProcessingStage.COMPLETED.answerName());
    number(json, "cj_rank", result == null ? null : result.rank());
    Double score = result == null ? null : result.score();
    if (score == null) {
      json.writeNullProperty("cj_score");
    } else {
      json.writeNumberProperty("cj_score", score.doubleValue());
    }
    json.writeNullProperty("cj_assessment_error");
  }

  private static void number(JsonGenerator json, String name, @Nullable Long value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value.longValue());
    }
  }

  private static @Nullable String joined(List<Phase> phases) {
    return phases.isEmpty()
        ? null
        : phases.stream().map(Phase::eventName).collect(Collectors.joining(","));
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : Timestamps.format(time);
  }
}
