package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SaidNothing;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.Stamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event of the domain as a producer would publish it, and as it has to be understood.
 *
 * @param topic where it is published
 * @param json the message
 * @param meant the event, with the digest that its message gives it
 */
public record PublishedMessage(String topic, String json, CompletionEvent meant) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final PhaseOutcome NOTHING_SHOWN =
      new PhaseOutcome(BatchStatus.COMPLETED_SUCCESSFULLY, List.of(), List.of());

  /**
   * The message that says this in this topic, whose name is part of the digest.
   *
   * @param topic one that holds messages of its {@link #kind}
   */
  public static PublishedMessage of(CompletionEvent event, String topic) {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("event_id", event.stamp().eventId().toString());
    envelope.put("event_type", topic);
    envelope.put("event_timestamp", event.stamp().time().toString());
    envelope.put("source_service", "test");
    if (event.correlationId() != null) {
      envelope.put("correlation_id", event.correlationId().toString());
    }
    envelope.set("data", data(event));
    String json = envelope.toString();
    long digest = digest(topic, json.getBytes(StandardCharsets.UTF_8));
    Stamp stamp = new Stamp(event.stamp().time(), event.stamp().eventId(), digest);
    return new PublishedMessage(
        topic, json, CjData.asRead(stamped(event, stamp, event.correlationId())));
  }

  /** The message as Kafka carries it. */
  public byte[] value() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Of which kind the message is that says this, by the name of the setting for its topics without
   * what all these names begin with. Where two kinds can say it, each says it about as often.
   */
  public static String kind(CompletionEvent event) {
    return switch (event) {
      case BatchRegistered _ -> "BATCH_REGISTERED";
      case PhaseOutcomeAnnounced _ -> "PHASE_OUTCOME";
      case SpellcheckCompleted e ->
          SpellcheckData.isRich(e) ? "SPELLCHECK_RESULTS" : "SPELLCHECK_COMPLETED";
      case CjAssessmentCompleted _ -> "CJ_ASSESSMENT_COMPLETED";
      case AssessmentResultPublished _ -> "ASSESSMENT_RESULT";
      case CjAssessmentFailed _ -> "CJ_ASSESSMENT_FAILED";
      case EssaySlotAssigned _ -> "ESSAY_SLOT_ASSIGNED";
      case PipelineCompleted _ -> "PIPELINE_COMPLETED";
      case FileRejected _ -> "FILE_REJECTED";
      case SaidNothing e ->
          e.reason() == NoEffect.OTHER_METHOD ? "ASSESSMENT_RESULT" : "PHASE_OUTCOME";
    };
  }

  /** The same said with another stamp, and for another cause. */
  static CompletionEvent stamped(CompletionEvent event, Stamp stamp, @Nullable UUID cause) {
    return switch (event) {
      case BatchRegistered e -> new BatchRegistered(stamp, cause, e.batch(), e.registration());
      case PhaseOutcomeAnnounced e ->
          new PhaseOutcomeAnnounced(stamp, cause, e.batch(), e.phase(), e.outcome());
      case SpellcheckCompleted e ->
          new SpellcheckCompleted(stamp, cause, e.essay(), e.batch(), e.result());
      case CjAssessmentCompleted e ->
          new CjAssessmentCompleted(stamp, cause, e.batch(), e.rankings(), e.verdicts());
      case AssessmentResultPublished e ->
          new AssessmentResultPublished(stamp, cause, e.batch(), e.assignment(), e.results());
      case CjAssessmentFailed e -> new CjAssessmentFailed(stamp, cause, e.batch(), e.failure());
      case EssaySlotAssigned e ->
          new EssaySlotAssigned(stamp, cause, e.batch(), e.essay(), e.slot());
      case PipelineCompleted e ->
          new PipelineCompleted(stamp, cause, e.batch(), e.status(), e.phases());
      case FileRejected e -> new FileRejected(stamp, cause, e.batch(), e.upload(), e.file());
      case SaidNothing e -> new SaidNothing(stamp, cause, e.batch(), e.reason());
    };
  }

  private static ObjectNode data(CompletionEvent event) {
    return switch (event) {
      case BatchRegistered e -> registered(e);
      case PhaseOutcomeAnnounced e -> outcome(e.batch(), e.phase().eventName(), e.outcome());
      case SpellcheckCompleted e -> SpellcheckData.of(e);
      case CjAssessmentCompleted e -> CjData.completed(e);
      case AssessmentResultPublished e -> CjData.published(e);
      case CjAssessmentFailed e -> CjData.failed(e);
      case EssaySlotAssigned e -> slot(e);
      case PipelineCompleted e -> ended(e);
      case FileRejected e -> rejected(e);
      case SaidNothing e ->
          e.reason() == NoEffect.OTHER_METHOD
              ? CjData.ofOtherMethod(e)
              : outcome(e.batch(), "student_matching", NOTHING_SHOWN);
    };
  }

  private static ObjectNode registered(BatchRegistered event) {
    Registration registration = event.registration();
    ObjectNode data = JSON.createObjectNode();
    data.put(registration.flat() ? "entity_id" : "batch_id", event.batch().value());
    data.put("expected_essay_count", registration.essayCount());
    ArrayNode essays = data.putArray("essay_ids");
    registration.essays().forEach(essay -> essays.add(essay.value()));
    data.set("metadata", Metadata.of(event, event.batch().value(), null, null));
    data.put("course_code", "SV2");
    if (!registration.flat()) {
      data.put("essay_instructions", "Skriv.");
    }
    data.put("user_id", registration.owner().value());
    ArrayNode phases = data.putArray("requested_pipelines");
    registration.requestedPhases().forEach(phase -> phases.add(phase.eventName()));
    data.set("student_prompt_ref", Metadata.json(registration.promptRef()));
    data.put("class_id", registration.classId());
    return data;
  }

  private static ObjectNode outcome(BatchId batch, String phase, PhaseOutcome outcome) {
    ObjectNode data = JSON.createObjectNode();
    data.put("batch_id", batch.value());
    data.put("phase_name", phase);
    data.put("phase_status", outcome.status().eventName());
    ArrayNode processed = data.putArray("processed_essays");
    outcome
        .processed()
        .forEach(essay ->
            processed.addObject().put("essay_id", essay.value()).put("text_storage_id", "t"));
    ArrayNode failed = data.putArray("failed_essay_ids");
    outcome.failed().forEach(essay -> failed.add(essay.value()));
    return data;
  }

  private static ObjectNode slot(EssaySlotAssigned event) {
    return JSON.createObjectNode()
        .put("batch_id", event.batch().value())
        .put("essay_id", event.essay().value())
        .put("file_upload_id", event.slot().upload().value())
        .put("text_storage_id", "t")
        .put("original_file_name", event.slot().fileName());
  }

  private static ObjectNode ended(PipelineCompleted event) {
    ObjectNode data = JSON.createObjectNode();
    data.put("batch_id", event.batch().value());
    ArrayNode phases = data.putArray("completed_phases");
    event.phases().forEach(phase -> phases.add(phase.eventName()));
    return data.put("final_status", event.status().eventName());
  }

  private static ObjectNode rejected(FileRejected event) {
    ObjectNode data =
        JSON.createObjectNode()
            .put("entity_id", event.batch().value())
            .put("file_upload_id", event.upload().value())
            .put("original_file_name", event.file().fileName())
            .put("validation_error_code", event.file().errorCode());
    data.putObject("validation_error_detail").put("message", event.file().message());
    return data;
  }

  private static long digest(String topic, byte[] value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(topic.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return ByteBuffer.wrap(digest.digest(value)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
