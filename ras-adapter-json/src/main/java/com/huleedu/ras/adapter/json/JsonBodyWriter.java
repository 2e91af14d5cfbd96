package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.batch.ShownText;
import com.huleedu.ras.domain.event.RejectedFile;
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
  private final StatusNames names;

  JsonBodyWriter(StatusNames names) {
    this.names = names;
  }

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
          page.essays().forEach(essay -> EssayText.write(json, essay));
          json.writeEndArray();
          Json.text(json, "next", next == null ? null : next.value());
          json.writeEndObject();
        }));
  }

  @Override
  public boolean writes(Body body) {
    return BodyForm.isOfToday(names, body.utf8());
  }

  private void write(JsonGenerator json, Batch batch) {
    json.writeStartObject();
    Json.text(json, "batch_id", batch.batch().value());
    Json.text(json, "user_id", batch.owner().value());
    Json.text(json, "overall_status", status(batch.status()));
    json.writeNumberProperty("essay_count", batch.essayCount());
    json.writeNumberProperty("completed_essay_count", batch.completedEssayCount());
    json.writeNumberProperty("failed_essay_count", batch.failedEssayCount());
    Json.text(json, "requested_pipeline", joined(batch.requestedPhases()));
    Json.text(json, "current_phase", phase(batch.currentPhase()));
    json.writeArrayPropertyStart("essays");
    batch.essays().forEach(essay -> EssayText.write(json, essay));
    json.writeEndArray();
    Json.text(json, "created_at", time(batch.createdAt()));
    Json.text(json, "last_updated", time(batch.lastUpdated()));
    Json.text(json, "processing_started_at", time(batch.processingStartedAt()));
    Json.text(json, "processing_completed_at", time(batch.processingCompletedAt()));
    ofSecondGeneration(json, batch);
    json.writeEndObject();
  }

  /** And what of it and of the first had to be cut. */
  private static void ofSecondGeneration(JsonGenerator json, Batch batch) {
    Phase current = batch.currentPhase();
    ShownText assignment = ShownText.of(batch.assignment());
    ShownText prompt = ShownText.ofObject(batch.promptRef());
    ShownText classId = ShownText.of(batch.classId());
    Json.text(json, "assignment_id", assignment.text());
    Json.object(json, "student_prompt_ref", prompt.text(), prompt.isCut());
    Json.text(json, "class_id", classId.text());
    Json.text(json, "batch_status", batch.status().eventName());
    Json.text(json, "client_status", batch.status().client().answerName());
    Json.text(json, "current_phase_name", current == null ? null : current.eventName());
    json.writeArrayPropertyStart("rejected_files");
    batch.rejectedFiles().first().forEach(file -> rejected(json, file));
    json.writeEndArray();
    Json.mark(json, "requested_pipeline_cut", batch.requestedPhasesCut());
    Json.mark(json, "essays_cut", batch.essaysCut());
    Json.mark(json, "rejected_files_cut", batch.rejectedFiles().isCut());
    Json.mark(json, "assignment_id_cut", assignment.isCut());
    Json.mark(json, "student_prompt_ref_cut", prompt.isCut());
    Json.mark(json, "class_id_cut", classId.isCut());
  }

  private static void rejected(JsonGenerator json, RejectedFileFacts rejected) {
    RejectedFile file = rejected.file().value();
    json.writeStartObject();
    Json.text(json, "file_upload_id", rejected.upload().value());
    Json.text(json, "filename", file.fileName());
    Json.text(json, "error_code", file.errorCode());
    Json.text(json, "message", file.message());
    Json.text(json, "rejected_at", time(rejected.file().stamp().time()));
    json.writeEndObject();
  }

  private String status(BatchStatus status) {
    return switch (names) {
      case PUBLIC -> status.overall().name();
      case INTERNAL -> status.eventName();
    };
  }

  private @Nullable String phase(@Nullable Phase current) {
    if (current == null) {
      return null;
    }
    return switch (names) {
      case PUBLIC -> current.answerName();
      case INTERNAL -> current.eventName();
    };
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
