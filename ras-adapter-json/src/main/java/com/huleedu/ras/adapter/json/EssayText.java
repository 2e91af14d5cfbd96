package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.batch.CjPicture;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.ShownText;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One essay of an answer. */
final class EssayText {
  private EssayText() {}

  static void write(JsonGenerator json, EssayResult essay) {
    Slot slot = essay.slot();
    Grade grade = grade(essay.cj());
    ShownText file = ShownText.of(slot == null ? null : slot.fileName());
    ShownText letter = ShownText.of(grade == null ? null : grade.letter());
    ShownText label = ShownText.of(grade == null ? null : grade.confidenceLabel());
    json.writeStartObject();
    Json.text(json, "essay_id", essay.essay().value());
    Json.text(json, "filename", file.text());
    spellcheck(json, essay.spellcheck());
    comparativeJudgement(json, essay.cj());
    Json.text(json, "last_updated", Timestamps.format(essay.lastUpdated()));
    uploadAndErrors(json, essay);
    Json.text(json, "cj_letter_grade", letter.text());
    Json.number(json, "cj_normalized_score", grade == null ? null : grade.normalizedScore());
    Json.number(json, "cj_confidence_score", grade == null ? null : grade.confidence());
    Json.text(json, "cj_confidence_label", label.text());
    Json.mark(json, "spellcheck_error_cut", essay.spellcheckErrorCut());
    Json.mark(json, "cj_assessment_error_cut", essay.cjErrorCut());
    Json.mark(json, "filename_cut", file.isCut());
    Json.mark(json, "cj_letter_grade_cut", letter.isCut());
    Json.mark(json, "cj_confidence_label_cut", label.isCut());
    json.writeEndObject();
  }

  private static @Nullable Grade grade(@Nullable CjPicture cj) {
    return cj == null || cj.result() == null ? null : cj.result().grade();
  }

  private static void spellcheck(JsonGenerator json, @Nullable SpellcheckResult result) {
    TextId corrected = result == null ? null : result.correctedText();
    Json.text(json, "spellcheck_status", result == null ? null : result.stage().answerName());
    Json.number(json, "spellcheck_correction_count", result == null ? null : result.corrections());
    Json.text(
        json, "spellcheck_corrected_text_storage_id", corrected == null ? null : corrected.value());
    Json.text(json, "spellcheck_error", result == null ? null : result.error());
  }

  private static void comparativeJudgement(JsonGenerator json, @Nullable CjPicture cj) {
    CjResult result = cj == null ? null : cj.result();
    Json.text(json, "cj_assessment_status", cj == null ? null : cj.stage().answerName());
    Json.number(json, "cj_rank", result == null ? null : result.rank());
    Json.number(json, "cj_score", result == null ? null : result.score());
    Json.text(json, "cj_assessment_error", cj == null ? null : cj.error());
  }

  private static void uploadAndErrors(JsonGenerator json, EssayResult essay) {
    Slot slot = essay.slot();
    SpellcheckResult spellcheck = essay.spellcheck();
    CjPicture cj = essay.cj();
    Json.text(json, "file_upload_id", slot == null ? null : slot.upload().value());
    Json.object(
        json,
        "spellcheck_error_detail",
        spellcheck == null ? null : spellcheck.error(),
        essay.spellcheckErrorCut());
    Json.object(
        json, "cj_assessment_error_detail", cj == null ? null : cj.error(), essay.cjErrorCut());
  }
}
