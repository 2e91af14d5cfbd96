package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.CjPicture;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.batch.RejectedFiles;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch that has all that one can have, and its text. */
final class FullBatch {
  static final Instant T = Instant.parse("2026-01-02T03:04:05Z");

  static final Batch BATCH =
      new Batch(
          new BatchId("b/1"),
          new UserId("ü\"\\"),
          BatchStatus.COMPLETED_WITH_FAILURES,
          3,
          2,
          1,
          List.of(Phase.NLP, Phase.SPELLCHECK),
          false,
          Phase.NLP,
          List.of(
              essay(
                  new SpellcheckResult(
                      ProcessingStage.FAILED,
                      null,
                      null,
                      new TextId("o"),
                      "{\"a\":\"\uD83D\uDE00\"}"),
                  new CjPicture(
                      ProcessingStage.COMPLETED,
                      new CjResult("17", 2L, -1.25, new Grade("B+", 0.85, 0.64, "MID")),
                      null)),
              essay(
                  new SpellcheckResult(
                      ProcessingStage.COMPLETED, 7L, new TextId("c"), new TextId("o"), null),
                  new CjPicture(ProcessingStage.FAILED, null, "{\"at\":NaN,\"progress\":12.50}")),
              essay(null, null)),
          false,
          T,
          T.plusNanos(123_456_000),
          T.plusNanos(1_000),
          T.plusNanos(500_000_000),
          "Uppsats \"1\"",
          "{\"references\":{\"p\":{\"x\":NaN,\"y\":[NaN,1.50]}}}",
          "7b",
          RejectedFiles.of(
              List.of(
                  rejected("up2", 1, null), rejected("up1", 1, "Tom"), rejected("up0", 2, null))));

  static final String TEXT =
      """
      {"batch_id":"b/1","user_id":"ü\\"\\\\","overall_status":"PARTIALLY_COMPLETED",
      "essay_count":3,"completed_essay_count":2,"failed_essay_count":1,
      "requested_pipeline":"nlp,spellcheck","current_phase":"NLP_ANALYSIS","essays":[
      {"essay_id":"e","filename":"Elev%20Ett.docx","spellcheck_status":"failed",
      "spellcheck_correction_count":null,"spellcheck_corrected_text_storage_id":null,
      "spellcheck_error":"{\\"a\\":\\"😀\\"}",
      "cj_assessment_status":"completed","cj_rank":2,"cj_score":-1.25,"cj_assessment_error":null,
      "last_updated":"2026-01-02T03:04:05Z","file_upload_id":"up",
      "spellcheck_error_detail":{"a":"😀"},"cj_assessment_error_detail":null,
      "cj_letter_grade":"B+","cj_normalized_score":0.85,"cj_confidence_score":0.64,
      "cj_confidence_label":"MID"},
      {"essay_id":"e","filename":"Elev%20Ett.docx","spellcheck_status":"completed",
      "spellcheck_correction_count":7,"spellcheck_corrected_text_storage_id":"c",
      "spellcheck_error":null,"cj_assessment_status":"failed","cj_rank":null,"cj_score":null,
      "cj_assessment_error":"{\\"at\\":NaN,\\"progress\\":12.50}",
      "last_updated":"2026-01-02T03:04:05Z","file_upload_id":"up",
      "spellcheck_error_detail":null,"cj_assessment_error_detail":{"at":null,"progress":12.50},
      "cj_letter_grade":null,"cj_normalized_score":null,"cj_confidence_score":null,
      "cj_confidence_label":null},
      {"essay_id":"e","filename":null,"spellcheck_status":null,
      "spellcheck_correction_count":null,"spellcheck_corrected_text_storage_id":null,
      "spellcheck_error":null,"cj_assessment_status":null,"cj_rank":null,"cj_score":null,
      "cj_assessment_error":null,"last_updated":"2026-01-02T03:04:05Z","file_upload_id":null,
      "spellcheck_error_detail":null,"cj_assessment_error_detail":null,
      "cj_letter_grade":null,"cj_normalized_score":null,"cj_confidence_score":null,
      "cj_confidence_label":null}
      ],"created_at":"2026-01-02T03:04:05Z","last_updated":"2026-01-02T03:04:05.123456Z",
      "processing_started_at":"2026-01-02T03:04:05.000001Z",
      "processing_completed_at":"2026-01-02T03:04:05.500000Z",
      "assignment_id":"Uppsats \\"1\\"",
      "student_prompt_ref":{"references":{"p":{"x":null,"y":[null,1.50]}}},"class_id":"7b",
      "batch_status":"completed_with_failures","client_status":"completed_with_failures",
      "current_phase_name":"nlp","rejected_files":[
      {"file_upload_id":"up1","filename":"tom.docx","error_code":"EMPTY_CONTENT",
      "message":"Tom","rejected_at":"2026-01-02T03:04:06Z"},
      {"file_upload_id":"up2","filename":"tom.docx","error_code":"EMPTY_CONTENT",
      "message":null,"rejected_at":"2026-01-02T03:04:06Z"},
      {"file_upload_id":"up0","filename":"tom.docx","error_code":"EMPTY_CONTENT",
      "message":null,"rejected_at":"2026-01-02T03:04:07Z"}]}
      """
          .replace("\n", "");

  private FullBatch() {}

  static EssayResult essay(@Nullable SpellcheckResult spellcheck, @Nullable CjPicture cj) {
    Slot slot = spellcheck == null ? null : new Slot(new UploadId("up"), "Elev%20Ett.docx");
    return new EssayResult(new EssayId("e"), slot, spellcheck, false, cj, false, T);
  }

  private static RejectedFileFacts rejected(String upload, int second, @Nullable String message) {
    Stamp stamp = new Stamp(T.plusSeconds(second), new UUID(0, 0), 0);
    RejectedFile file = new RejectedFile("tom.docx", "EMPTY_CONTENT", message);
    return new RejectedFileFacts(
        new BatchId("b/1"), new UploadId(upload), new Register<>(stamp, file));
  }
}
