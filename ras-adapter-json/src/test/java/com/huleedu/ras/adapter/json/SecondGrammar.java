package com.huleedu.ras.adapter.json;

import static com.huleedu.ras.adapter.json.MessageGrammar.object;
import static com.huleedu.ras.adapter.json.MessageGrammar.quoted;

import java.util.random.RandomGenerator;

/** The kinds of messages that the second generation reads alone. */
final class SecondGrammar {
  private final MessageGrammar any;
  private final RandomGenerator random;

  SecondGrammar(MessageGrammar any, RandomGenerator random) {
    this.any = any;
    this.random = random;
  }

  String data(EventKind kind) {
    return switch (kind) {
      case SPELLCHECK_RESULTS -> spellcheckResults();
      case ASSESSMENT_RESULT -> assessmentResult();
      case CJ_ASSESSMENT_FAILED ->
          object(any.member("entity_id", any::id), any.member("system_metadata", any::metadata));
      case ESSAY_SLOT_ASSIGNED ->
          object(
              any.member("batch_id", any::id),
              any.member("essay_id", any::id),
              any.member("file_upload_id", any::id),
              any.member("text_storage_id", any::id),
              any.maybe(any.member("original_file_name", () -> any.orNull(any::text))));
      case PIPELINE_COMPLETED ->
          object(
              any.member("batch_id", any::id),
              any.member("completed_phases", () -> any.array(any::phase)),
              any.member("final_status", any::status));
      case FILE_REJECTED ->
          object(
              any.member("entity_id", any::id),
              any.member("file_upload_id", any::id),
              any.member("original_file_name", any::text),
              any.member("validation_error_code", any::text),
              any.maybe(
                  any.member(
                      "validation_error_detail",
                      () -> any.orNull(() -> object(any.member("message", any::text))))));
      default -> throw new IllegalArgumentException("of the first generation: " + kind);
    };
  }

  private String spellcheckResults() {
    return object(
        any.member("batch_id", any::id),
        any.maybe(any.member("entity_id", () -> any.orNull(any::id))),
        any.member("status", any::text),
        any.member("system_metadata", any::metadata),
        any.member("original_text_storage_id", any::id),
        any.maybe(any.member("corrected_text_storage_id", () -> any.orNull(any::id))),
        any.maybe(any.member("corrections_made", () -> any.orNull(any::integer))));
  }

  private String assessmentResult() {
    return object(
        any.member("batch_id", any::id),
        any.member("cj_assessment_job_id", any::text),
        any.maybe(any.member("assessment_method", () -> quoted("cj_assessment"))),
        any.maybe(any.member("assignment_id", () -> any.orNull(any::text))),
        any.member("essay_results", () -> any.array(this::row)));
  }

  private String row() {
    return object(
        any.maybe(any.member("essay_id", () -> any.orNull(any::id))),
        any.maybe(any.member("rank", () -> any.orNull(any::integer))),
        any.maybe(any.member("bt_score", this::number)),
        any.maybe(any.member("is_anchor", () -> any.orNull(() -> "" + random.nextBoolean()))),
        any.maybe(any.member("letter_grade", () -> any.orNull(any::text))),
        any.maybe(any.member("normalized_score", this::number)),
        any.maybe(any.member("confidence_score", this::number)),
        any.maybe(any.member("confidence_label", () -> any.orNull(any::text))));
  }

  private String number() {
    return random.nextInt(9) == 0 ? "NaN" : "0." + random.nextInt(999);
  }
}
