package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a message of the second generation malformed. */
class TodaysStrictnessTest {
  private static void assertMalformed(
      String topic, String file, String member, String bad, String type) {
    String json = Decoding.real(file);
    String name = "\"" + member + "\": ";
    assertThat(json).contains(name);
    String changed =
        bad.equals("-")
            ? json.replace(name, "\"x_" + member + "\": ")
            : json.replace(name, name + bad + ", \"x\": ");
    assertThat(Decoding.reason(topic, changed)).as("%s = %s", member, bad).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "batch_id           | -            | missing_member",
        "batch_id           | null         | wrong_type",
        "batch_id           | ''           | bad_id",
        "essay_id           | -            | missing_member",
        "essay_id           | 'a\\u0000'   | bad_id",
        "file_upload_id     | -            | missing_member",
        "file_upload_id     | ''           | bad_id",
        "text_storage_id    | -            | missing_member",
        "text_storage_id    | ''           | bad_id",
        "original_file_name | 7            | wrong_type",
        "original_file_name | 'a\\u0000b'  | bad_text",
        "original_file_name | 'a\\udcf6b'  | bad_text",
      })
  void ofASlot(String member, String bad, String type) {
    assertMalformed(Decoding.SLOT, "9_slot_assigned", member, quoted(bad), type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "batch_id         | -                | missing_member",
        "completed_phases | -                | missing_member",
        "completed_phases | null             | wrong_type",
        "completed_phases | [7]              | wrong_type",
        "final_status     | -                | missing_member",
        "final_status     | null             | wrong_type",
        "final_status     | 'COMPLETED'      | unknown_value",
      })
  void ofAnEnd(String member, String bad, String type) {
    assertMalformed(Decoding.ENDED, "10_pipeline_completed", member, quoted(bad), type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "batch_id                  | -    | missing_member",
        "batch_id                  | null | wrong_type",
        "status                    | -    | missing_member",
        "status                    | 7    | wrong_type",
        "system_metadata           | -    | missing_member",
        "system_metadata           | null | wrong_type",
        "entity_type               | -    | missing_member",
        "entity_id                 | ''   | bad_id",
        "original_text_storage_id  | -    | missing_member",
        "corrected_text_storage_id | ''   | bad_id",
        "corrected_text_storage_id | 7    | wrong_type",
        "corrections_made          | -1   | bad_integer",
        "corrections_made          | true | wrong_type",
      })
  void ofARichSpellcheck(String member, String bad, String type) {
    assertMalformed(Decoding.RICH_SPELLCHECK, "11_spellcheck_results", member, quoted(bad), type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "batch_id             | -          | missing_member",
        "cj_assessment_job_id | -          | missing_member",
        "cj_assessment_job_id | 17         | wrong_type",
        "cj_assessment_job_id | '\\u0000'  | bad_text",
        "essay_results        | -          | missing_member",
        "essay_results        | {}         | wrong_type",
        "assessment_method    | null       | wrong_type",
        "assignment_id        | 7          | wrong_type",
        "assignment_id        | '\\u0000'  | bad_text",
        "assessment_metadata  | []         | wrong_type",
        "essay_id             | 7          | wrong_type",
        "essay_id             | ''         | bad_id",
        "rank                 | 1.5        | bad_integer",
        "bt_score             | 'high'     | wrong_type",
        "bt_score             | 1e999      | bad_number",
        "is_anchor            | 1          | wrong_type",
        "is_anchor            | 'true'     | wrong_type",
        "letter_grade         | 7          | wrong_type",
        "letter_grade         | '\\u0000'  | bad_text",
        "normalized_score     | '1'        | wrong_type",
        "confidence_score     | []         | wrong_type",
        "confidence_label     | '\\u0000'  | bad_text",
      })
  void ofAResult(String member, String bad, String type) {
    assertMalformed(Decoding.RESULT, "13_assessment_result", member, quoted(bad), type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "processing_summary   | -          | missing_member",
        "processing_summary   | null       | missing_member",
        "processing_summary   | []         | wrong_type",
        "successful_essay_ids | null       | wrong_type",
        "successful_essay_ids | 'none'     | wrong_type",
        "successful_essay_ids | ['']       | bad_id",
        "failed_essay_ids     | [7]        | wrong_type",
        "failed_essay_ids     | ['\\u0000'] | bad_id",
        "cj_assessment_job_id | '\\u0000'  | bad_text",
        "status               | -          | missing_member",
        "system_metadata      | -          | missing_member",
        "entity_id            | -          | missing_member",
      })
  void ofAThinMessage(String member, String bad, String type) {
    assertMalformed(Decoding.CJ, "14_cj_completed_thin", member, quoted(bad), type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "entity_id       | -    | missing_member",
        "system_metadata | -    | missing_member",
        "error_info      | null | wrong_type",
        "error_info      | []   | wrong_type",
      })
  void ofAFailure(String member, String bad, String type) {
    assertMalformed(Decoding.CJ_FAILED, "15_cj_failed", member, quoted(bad), type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "entity_id          | -          | missing_member",
        "entity_id          | ''         | bad_id",
        "metadata           | -          | missing_member",
        "entity_type        | -          | missing_member",
        "course_code        | -          | missing_member",
        "user_id            | -          | missing_member",
        "student_prompt_ref | 'prompt'   | wrong_type",
        "class_id           | 7          | wrong_type",
        "class_id           | '\\u0000'  | bad_text",
        "essay_ids          | ['']       | bad_id",
      })
  void ofAFlatRegistration(String member, String bad, String type) {
    assertMalformed(
        Decoding.REGISTERED, "16_batch_essays_registered_flat", member, quoted(bad), type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "entity_id               | -         | missing_member",
        "file_upload_id          | -         | missing_member",
        "file_upload_id          | ''        | bad_id",
        "original_file_name      | -         | missing_member",
        "original_file_name      | null      | wrong_type",
        "original_file_name      | '\\u0000' | bad_text",
        "validation_error_code   | -         | missing_member",
        "validation_error_code   | '\\u0000' | bad_text",
        "validation_error_detail | 'x'       | wrong_type",
        "message                 | 7         | wrong_type",
        "message                 | '\\u0000' | bad_text",
      })
  void ofARejectedFile(String member, String bad, String type) {
    assertMalformed(Decoding.REJECTED, "18_essay_validation_failed", member, quoted(bad), type);
  }

  /** In a list of sources a quote would need another. */
  private static String quoted(String bad) {
    return bad.replace('\'', '"');
  }
}
