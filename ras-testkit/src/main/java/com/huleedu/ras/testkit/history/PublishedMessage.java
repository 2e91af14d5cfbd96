package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.Stamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
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

  /** The message that says this in this topic, whose name is part of the digest. */
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
    return new PublishedMessage(topic, json, stamped(event, stamp));
  }

  /** The message as Kafka carries it. */
  public byte[] value() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static CompletionEvent stamped(CompletionEvent event, Stamp stamp) {
    return switch (event) {
      case BatchRegistered e ->
          new BatchRegistered(stamp, e.correlationId(), e.batch(), e.registration());
      case PhaseOutcomeAnnounced e ->
          new PhaseOutcomeAnnounced(stamp, e.correlationId(), e.batch(), e.phase(), e.outcome());
      case SpellcheckCompleted e ->
          new SpellcheckCompleted(stamp, e.correlationId(), e.essay(), e.batch(), e.result());
      case CjAssessmentCompleted e ->
          new CjAssessmentCompleted(stamp, e.correlationId(), e.batch(), e.rankings());
    };
  }

  private static ObjectNode data(CompletionEvent event) {
    return switch (event) {
      case BatchRegistered e -> registered(e);
      case PhaseOutcomeAnnounced e -> outcome(e);
      case SpellcheckCompleted e -> spellcheck(e);
      case CjAssessmentCompleted e -> ranked(e);
    };
  }

  private static ObjectNode registered(BatchRegistered event) {
    ObjectNode data = JSON.createObjectNode();
    data.put("batch_id", event.batch().value());
    data.put("expected_essay_count", event.registration().essayCount());
    ArrayNode essays = data.putArray("essay_ids");
    event.registration().essays().forEach(essay -> essays.add(essay.value()));
    data.set("metadata", metadata(event.batch().value(), null, null));
    data.put("course_code", "SV2").put("essay_instructions", "Skriv.");
    data.put("user_id", event.registration().owner().value());
    ArrayNode phases = data.putArray("requested_pipelines");
    event.registration().requestedPhases().forEach(phase -> phases.add(phase.eventName()));
    return data;
  }

  private static ObjectNode outcome(PhaseOutcomeAnnounced event) {
    ObjectNode data = JSON.createObjectNode();
    data.put("batch_id", event.batch().value());
    data.put("phase_name", event.phase().eventName());
    data.put("phase_status", event.outcome().status().eventName());
    ArrayNode processed = data.putArray("processed_essays");
    event
        .outcome()
        .processed()
        .forEach(essay ->
            processed.addObject().put("essay_id", essay.value()).put("text_storage_id", "t"));
    ArrayNode failed = data.putArray("failed_essay_ids");
    event.outcome().failed().forEach(essay -> failed.add(essay.value()));
    return data;
  }

  private static ObjectNode spellcheck(SpellcheckCompleted event) {
    var result = event.result();
    boolean success = result.stage() == ProcessingStage.COMPLETED;
    ObjectNode data = JSON.createObjectNode();
    data.put("event_name", "essay.spellcheck.completed");
    data.set("entity_ref", entity(event.essay().value(), null));
    data.put("status", success ? "spellchecked_success" : "spellcheck_failed");
    String parent = event.batch() == null ? null : event.batch().value();
    data.set("system_metadata", metadata(event.essay().value(), parent, result.error()));
    data.put("original_text_storage_id", result.originalText().value());
    if (result.correctedText() != null) {
      ObjectNode references = data.putObject("storage_metadata").putObject("references");
      references.putObject("corrected_text").put("default", result.correctedText().value());
    }
    data.put("corrections_made", result.corrections());
    return data;
  }

  private static ObjectNode ranked(CjAssessmentCompleted event) {
    ObjectNode data = JSON.createObjectNode();
    data.put("event_name", "cj_assessment.completed");
    data.set("entity_ref", entity(event.batch().value(), null));
    data.put("status", "completed_successfully");
    data.set("system_metadata", metadata(event.batch().value(), null, null));
    data.put("cj_assessment_job_id", "17");
    ArrayNode rankings = data.putArray("rankings");
    for (Map.Entry<?, CjResult> ranking : event.rankings().entrySet()) {
      ObjectNode one = rankings.addObject();
      one.put("els_essay_id", ranking.getKey().toString());
      one.put("rank", ranking.getValue().rank());
      one.put("score", ranking.getValue().score());
    }
    return data;
  }

  private static ObjectNode metadata(String id, @Nullable String parent, @Nullable String error) {
    ObjectNode metadata = JSON.createObjectNode();
    metadata.set("entity", entity(id, parent));
    JsonNode info = error == null ? JSON.createObjectNode() : JSON.readTree(error);
    metadata.set("error_info", info);
    return metadata;
  }

  private static ObjectNode entity(String id, @Nullable String parent) {
    return JSON.createObjectNode()
        .put("entity_id", id)
        .put("entity_type", "any")
        .put("parent_id", parent);
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
