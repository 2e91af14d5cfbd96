package com.huleedu.ras.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.huleedu.ras.adapter.json.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages about one batch, as the producers write them: member by member, with their keys.
 *
 * @param batch what they are about
 * @param correlationId the request that all of them follow from
 */
record SampleEvents(SampleBatch batch, String correlationId) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = new JsonMapper();

  /** The batch exists, and is to be spellchecked and judged. */
  ProducerRecord<byte[], byte[]> registered(String eventId, Instant at) {
    String name = "batch.essays.registered";
    ObjectNode data = JSON.objectNode();
    data.put("event", name);
    data.put("batch_id", batch.id());
    data.put("expected_essay_count", batch.essays().size());
    data.set("essay_ids", strings(batch.essays()));
    data.set("metadata", metadata(entity(batch.id(), "batch"), name, at));
    data.put("course_code", batch.task().course());
    data.put("essay_instructions", batch.task().instructions());
    data.put("user_id", batch.teacher());
    data.set("requested_pipelines", strings(List.of("spellcheck", "cj_assessment")));
    return record(
        Topics.DEFAULT.batchRegistered(), null, envelope(eventId, at, "batch-service", data));
  }

  /** The spellcheck of one essay ended, well unless the essay is among the misspelt. */
  ProducerRecord<byte[], byte[]> spellchecked(
      String essay, int corrections, String eventId, Instant at) {
    boolean failed = batch.misspelt().contains(essay);
    String name = "essay.spellcheck.completed";
    ObjectNode metadata = metadata(entity(essay, "essay"), name, at);
    metadata.put("processing_stage", failed ? "failed" : "completed");
    metadata.put("completed_at", text(at));
    ObjectNode data = JSON.objectNode();
    data.put("event_name", name);
    data.set("entity_ref", entity(essay, "essay"));
    data.put("timestamp", text(at));
    data.put("status", failed ? "spellcheck_failed" : "spellchecked_success");
    data.set("system_metadata", metadata);
    data.put("original_text_storage_id", "txt-orig-" + essay);
    if (failed) {
      metadata
          .withObject("/error_info")
          .put("fetch_error", "Failed to fetch original content: 404");
      data.putNull("storage_metadata");
      data.putNull("corrections_made");
    } else {
      data.putObject("storage_metadata")
          .putObject("references")
          .putObject("corrected_text")
          .put("default", corrected(essay));
      data.put("corrections_made", corrections);
    }
    return record(
        Topics.DEFAULT.spellcheckCompleted(),
        essay,
        envelope(eventId, at, "spell-checker-service", data));
  }

  /** The essays that came through were ranked, best first. */
  ProducerRecord<byte[], byte[]> judged(List<String> bestFirst, String eventId, Instant at) {
    String name = "cj_assessment.completed";
    ObjectNode metadata = metadata(entity(batch.id(), "batch"), name, at);
    metadata.put("processing_stage", "completed");
    ObjectNode data = JSON.objectNode();
    data.put("event_name", name);
    data.set("entity_ref", entity(batch.id(), "batch"));
    data.put("timestamp", text(at));
    data.put("status", "completed_successfully");
    data.set("system_metadata", metadata);
    data.put("cj_assessment_job_id", Integer.toString(batch.jobId()));
    ArrayNode rankings = data.putArray("rankings");
    for (int i = 0; i < bestFirst.size(); i++) {
      ObjectNode ranking = rankings.addObject();
      ranking.put("rank", i + 1);
      ranking.put("els_essay_id", bestFirst.get(i));
      ranking.put("score", score(i, bestFirst.size()));
    }
    return record(
        Topics.DEFAULT.cjAssessmentCompleted(),
        correlationId,
        envelope(eventId, at, "cj_assessment_service", data));
  }

  /** The final word on a phase: the spellcheck decides which essays come through. */
  ProducerRecord<byte[], byte[]> outcome(String phase, String eventId, Instant at) {
    boolean judging = phase.equals("cj_assessment");
    List<String> processed = batch.spellchecked();
    List<String> failed = judging ? List.of() : List.copyOf(batch.misspelt());
    ObjectNode data = JSON.objectNode();
    data.put("batch_id", batch.id());
    data.put("phase_name", phase);
    data.put("phase_status", status(processed, failed));
    ArrayNode essays = data.putArray("processed_essays");
    for (String essay : processed) {
      essays.addObject().put("essay_id", essay).put("text_storage_id", corrected(essay));
    }
    data.set("failed_essay_ids", strings(failed));
    data.put("correlation_id", correlationId);
    return record(
        Topics.DEFAULT.phaseOutcome(),
        null,
        envelope(eventId, at, "essay-lifecycle-service", data));
  }

  private static String status(List<String> processed, List<String> failed) {
    if (processed.isEmpty()) {
      return "failed_critically";
    }
    return failed.isEmpty() ? "completed_successfully" : "completed_with_failures";
  }

  /** Scores are centred: the best is as far above 0 as the worst is below. */
  private static double score(int place, int of) {
    double step = of == 1 ? 0 : 1.0 - 2.0 * place / (of - 1);
    return Math.round(step * 17_312) / 10_000.0;
  }

  private ObjectNode envelope(String eventId, Instant at, String service, ObjectNode data) {
    ObjectNode envelope = JSON.objectNode();
    envelope.put("event_id", eventId);
    envelope.putNull("event_type");
    envelope.put("event_timestamp", text(at));
    envelope.put("source_service", service);
    envelope.put("schema_version", 1);
    envelope.put("correlation_id", correlationId);
    envelope.putNull("data_schema_uri");
    envelope.set("data", data);
    return envelope;
  }

  private static ObjectNode metadata(ObjectNode entity, String event, Instant at) {
    ObjectNode metadata = JSON.objectNode();
    metadata.set("entity", entity);
    metadata.put("timestamp", text(at));
    metadata.putNull("processing_stage");
    metadata.putNull("started_at");
    metadata.putNull("completed_at");
    metadata.put("event", event);
    metadata.putObject("error_info");
    return metadata;
  }

  private static ObjectNode entity(String id, String type) {
    ObjectNode entity = JSON.objectNode();
    entity.put("entity_id", id);
    entity.put("entity_type", type);
    entity.putNull("parent_id");
    return entity;
  }

  private static String corrected(String essay) {
    return "txt-corrected-" + essay;
  }

  private static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).toString();
  }

  private static ArrayNode strings(List<String> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(array::add);
    return array;
  }

  // The topics are named after the types of their events.
  private static ProducerRecord<byte[], byte[]> record(
      String topic, @Nullable String key, ObjectNode envelope) {
    envelope.put("event_type", topic);
    byte[] value = MAPPER.writeValueAsBytes(envelope);
    return new ProducerRecord<>(topic, key == null ? null : key.getBytes(UTF_8), value);
  }
}
