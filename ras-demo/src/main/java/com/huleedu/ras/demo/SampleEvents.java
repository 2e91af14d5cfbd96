package com.huleedu.ras.demo;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.demo.SampleBatch.File;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages about one batch, as the producers of today write them: member by member, with their
 * keys.
 *
 * @param batch what they are about
 * @param correlationId the request that all of them follow from
 * @param outcomes the topic of outcomes, of which there are an old and a new one
 */
record SampleEvents(SampleBatch batch, String correlationId, String outcomes) {
  private static final String JUDGE = "cj_assessment_service";

  /** The batch exists, and has a place for each of its essays. */
  ProducerRecord<byte[], byte[]> registered(String eventId, Instant at) {
    SampleEnvelope envelope = envelope(eventId, at);
    String name = "batch.essays.registered";
    ObjectNode data = SampleEnvelope.JSON.objectNode();
    data.put("event", name);
    data.put("entity_id", batch.id());
    data.put("expected_essay_count", batch.essays().size());
    data.set("essay_ids", SampleEnvelope.strings(batch.essays()));
    data.set("metadata", envelope.metadata(name, batch.id(), "batch", null, null));
    data.put("course_code", batch.task().course());
    data.withObject("/student_prompt_ref/references/student_prompt_text")
        .put("storage_id", "prompt-" + batch.task().assignment())
        .put("path", "");
    data.put("user_id", batch.teacher());
    data.putNull("org_id");
    data.put("class_id", batch.task().schoolClass());
    return envelope.record(EventKind.BATCH_REGISTERED, batch.id(), "batch-service", data);
  }

  /** A file holds a text: it is an essay of the batch now. */
  ProducerRecord<byte[], byte[]> slotAssigned(File file, String eventId, Instant at) {
    SampleEnvelope envelope = envelope(eventId, at);
    ObjectNode data = SampleEnvelope.JSON.objectNode();
    data.put("event", "essay.slot.assigned");
    data.put("batch_id", batch.id());
    data.put("essay_id", file.essay());
    data.put("file_upload_id", file.upload());
    data.put("text_storage_id", original(file.essay()));
    data.put("original_file_name", file.name());
    data.put("correlation_id", correlationId);
    data.put("timestamp", envelope.time());
    return envelope.record(
        EventKind.ESSAY_SLOT_ASSIGNED, file.essay(), "essay-lifecycle-service", data);
  }

  /** A file holds no text: it is nothing. */
  ProducerRecord<byte[], byte[]> fileRejected(File file, String eventId, Instant at) {
    SampleEnvelope envelope = envelope(eventId, at);
    ObjectNode data = SampleEnvelope.JSON.objectNode();
    data.put("event", "essay.validation.failed");
    data.put("entity_id", batch.id());
    data.put("file_upload_id", file.upload());
    data.put("original_file_name", file.name());
    data.put("raw_file_storage_id", "raw-" + file.upload());
    data.put("validation_error_code", "EMPTY_CONTENT");
    data.set("validation_error_detail", emptyContent(envelope));
    data.put("file_size_bytes", 12);
    data.put("correlation_id", correlationId);
    data.put("timestamp", envelope.time());
    return envelope.record(EventKind.FILE_REJECTED, file.upload(), "file-service", data);
  }

  private ObjectNode emptyContent(SampleEnvelope envelope) {
    ObjectNode detail = SampleEnvelope.JSON.objectNode();
    detail.put("error_code", "EMPTY_CONTENT");
    detail.put("message", "The file holds no text");
    detail.put("correlation_id", correlationId);
    detail.put("timestamp", envelope.time());
    detail.put("service", "file_service");
    detail.put("operation", "validate");
    detail.putObject("details");
    detail.putNull("stack_trace");
    detail.putNull("trace_id");
    detail.putNull("span_id");
    return detail;
  }

  /** The spellcheck of one essay ended, well unless the essay is among the misspelt. */
  ProducerRecord<byte[], byte[]> spellchecked(
      String essay, int corrections, String eventId, Instant at) {
    SampleEnvelope envelope = envelope(eventId, at);
    boolean failed = batch.misspelt().contains(essay);
    String name = "essay.spellcheck.completed";
    ObjectNode metadata =
        envelope.metadata(name, essay, "essay", batch.id(), failed ? "failed" : "completed");
    if (failed) {
      notFetched(metadata.withObject("/error_info"), essay, envelope);
    }
    ObjectNode data = envelope.about(name, essay, "essay", batch.id());
    data.put("status", failed ? "spellcheck_failed" : "spellchecked_success");
    data.set("system_metadata", metadata);
    data.put("batch_id", batch.id());
    data.put("correlation_id", correlationId);
    data.putNull("user_id");
    data.put("corrections_made", failed ? 0 : corrections);
    data.set("correction_metrics", metrics(failed ? 0 : corrections));
    data.put("original_text_storage_id", original(essay));
    data.put("corrected_text_storage_id", failed ? null : corrected(essay));
    data.put("processing_duration_ms", 812);
    data.put("processor_version", "pyspellchecker_1.0_L2_swedish");
    return envelope.record(EventKind.SPELLCHECK_RESULTS, essay, "spellchecker_service", data);
  }

  private void notFetched(ObjectNode error, String essay, SampleEnvelope envelope) {
    error.put("error_code", "CONTENT_SERVICE_ERROR");
    error.put("error_message", "Failed to fetch content: 404");
    error.put("correlation_id", correlationId);
    error.put("timestamp", envelope.time());
    error.put("service", "spellchecker_service");
    error.putObject("details").put("storage_id", original(essay));
  }

  private static ObjectNode metrics(int corrections) {
    ObjectNode metrics = SampleEnvelope.JSON.objectNode();
    metrics.put("total_corrections", corrections);
    metrics.put("l2_dictionary_corrections", 0);
    metrics.put("spellchecker_corrections", corrections);
    metrics.put("word_count", 0);
    metrics.put("correction_density", 0.0);
    return metrics;
  }

  /** The essays that came through were compared; what came out is in {@link #graded}. */
  ProducerRecord<byte[], byte[]> judged(List<String> bestFirst, String eventId, Instant at) {
    SampleEnvelope envelope = envelope(eventId, at);
    ObjectNode data = judgement(envelope, "cj_assessment.completed", "completed");
    data.put("cj_assessment_job_id", Integer.toString(lastJob()));
    ObjectNode summary = data.putObject("processing_summary");
    summary.put("total_essays", bestFirst.size());
    summary.put("successful", bestFirst.size());
    summary.put("failed", 0);
    summary.set("successful_essay_ids", SampleEnvelope.strings(bestFirst));
    summary.set("failed_essay_ids", SampleEnvelope.strings(List.of()));
    summary.put("processing_time_seconds", 61.2);
    summary.put("single_essay_batch", bestFirst.size() == 1);
    return envelope.record(EventKind.CJ_ASSESSMENT_COMPLETED, batch.id(), JUDGE, data);
  }

  /** The comparison came to nothing. */
  ProducerRecord<byte[], byte[]> judgingFailed(String eventId, Instant at) {
    SampleEnvelope envelope = envelope(eventId, at);
    ObjectNode data = judgement(envelope, "cj_assessment.failed", "failed");
    data.withObject("/system_metadata/error_info")
        .put("reason", "stuck_timeout_insufficient_progress")
        .put("progress_pct", 12.5)
        .put("batch_state", "FAILED");
    data.put("cj_assessment_job_id", Integer.toString(batch.jobId()));
    return envelope.record(EventKind.CJ_ASSESSMENT_FAILED, batch.id(), JUDGE, data);
  }

  private ObjectNode judgement(SampleEnvelope envelope, String name, String stage) {
    ObjectNode data = envelope.about(name, batch.id(), "batch", null);
    data.put("status", stage.equals("failed") ? "failed_critically" : "completed_successfully");
    data.set("system_metadata", envelope.metadata(name, batch.id(), "batch", null, stage));
    return data;
  }

  /** Ranks, scores and grades. */
  ProducerRecord<byte[], byte[]> graded(List<String> bestFirst, String eventId, Instant at) {
    SampleEnvelope envelope = envelope(eventId, at);
    String name = "assessment.result.published";
    String job = Integer.toString(lastJob());
    ObjectNode data = envelope.about(name, batch.id(), "batch", null);
    data.put("batch_id", batch.id());
    data.put("cj_assessment_job_id", job);
    data.put("assignment_id", batch.task().assignment());
    data.put("assessment_method", "cj_assessment");
    data.put("model_used", "model-a");
    data.put("model_provider", "provider-a");
    data.putNull("model_version");
    data.set("essay_results", SampleGrades.rows(bestFirst));
    data.putObject("assessment_metadata")
        .put("anchor_essays_used", 1)
        .put("comparison_count", bestFirst.size() * (bestFirst.size() + 1) / 2)
        .put("assignment_id", batch.task().assignment());
    data.put("assessed_at", envelope.time());
    String topic = Topics.DEFAULT.first(EventKind.ASSESSMENT_RESULT);
    return envelope.record(topic, name, job, JUDGE, data);
  }

  private int lastJob() {
    return batch.judgedTwice() ? batch.jobId() + 1 : batch.jobId();
  }

  /** The final word on a phase: the spellcheck decides which essays come through. */
  ProducerRecord<byte[], byte[]> outcome(String phase, String eventId, Instant at) {
    List<String> processed = batch.spellchecked();
    List<String> failed = phase.equals("cj_assessment") ? List.of() : List.copyOf(batch.misspelt());
    ObjectNode data = SampleEnvelope.JSON.objectNode();
    data.put("batch_id", batch.id());
    data.put("phase_name", phase);
    data.put("phase_status", status(processed, failed));
    ArrayNode essays = data.putArray("processed_essays");
    for (String essay : processed) {
      essays
          .addObject()
          .put("essay_id", essay)
          .put("text_storage_id", corrected(essay))
          .putNull("spellcheck_metrics");
    }
    data.set("failed_essay_ids", SampleEnvelope.strings(failed));
    data.put("correlation_id", correlationId);
    return envelope(eventId, at)
        .record(outcomes, outcomes, batch.id(), "essay-lifecycle-service", data);
  }

  private static String status(List<String> processed, List<String> failed) {
    if (processed.isEmpty()) {
      return "failed_critically";
    }
    return failed.isEmpty() ? "completed_successfully" : "completed_with_failures";
  }

  /** No phase follows. */
  ProducerRecord<byte[], byte[]> pipelineEnded(String eventId, Instant at) {
    SampleEnvelope envelope = envelope(eventId, at);
    String name = "batch.pipeline.completed";
    ObjectNode data = SampleEnvelope.JSON.objectNode();
    data.put("event", name);
    data.put("batch_id", batch.id());
    data.set("completed_phases", SampleEnvelope.strings(List.of("spellcheck", "cj_assessment")));
    // Whatever became of the essays.
    data.put("final_status", "completed_successfully");
    data.put("processing_duration_seconds", 93.5);
    data.put("successful_essay_count", batch.essays().size());
    data.put("failed_essay_count", 0);
    data.put("correlation_id", correlationId);
    data.set("metadata", envelope.metadata(name, batch.id(), "batch", null, null));
    String topic = Topics.DEFAULT.first(EventKind.PIPELINE_COMPLETED);
    return envelope.record(topic, name, batch.id(), "batch_orchestrator_service", data);
  }

  private SampleEnvelope envelope(String eventId, Instant at) {
    return new SampleEnvelope(eventId, at, correlationId);
  }

  private static String original(String essay) {
    return "txt-orig-" + essay;
  }

  private static String corrected(String essay) {
    return "txt-corrected-" + essay;
  }
}
