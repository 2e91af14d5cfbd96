package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.CjPicture;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.RejectedFiles;
import com.huleedu.ras.domain.batch.ShownText;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.EssayPage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts of any length: what an answer shows of them, and how it says that there is more. */
class ShownTextsTest {
  private static final Instant T = FullBatch.T;
  private static final String LONGEST = "\uD83D\uDE00".repeat(ShownText.CHARACTERS);
  private static final String LONGEST_OBJECT =
      "{\"\":\"" + "\uD83D\uDE00".repeat(ShownText.OBJECT_CHARACTERS - 7) + "\"}";
  private static final List<String> MARKS =
      List.of(
          "filename_cut",
          "cj_letter_grade_cut",
          "cj_confidence_label_cut",
          "assignment_id_cut",
          "student_prompt_ref_cut",
          "class_id_cut");

  private final JsonBodyWriter writer = new JsonBodyWriter(StatusNames.PUBLIC);

  @Test
  void what_is_as_long_as_can_be_shown_is_whole_and_has_no_mark() {
    String text = text(writer.batch(batch(LONGEST, LONGEST_OBJECT)));

    assertThat(text)
        .contains("\"filename\":\"" + LONGEST + "\"")
        .contains("\"cj_letter_grade\":\"" + LONGEST + "\"")
        .contains("\"cj_confidence_label\":\"" + LONGEST + "\"")
        .contains("\"assignment_id\":\"" + LONGEST + "\"")
        .contains("\"class_id\":\"" + LONGEST + "\"")
        .contains("\"student_prompt_ref\":" + LONGEST_OBJECT + ",");
    assertThat(MARKS).noneMatch(text::contains);
  }

  /** After all other members, in their own order; and else nothing differs. */
  @Test
  void what_is_longer_ends_there_and_is_marked() {
    String whole = text(writer.batch(batch(LONGEST, LONGEST_OBJECT)));

    assertThat(text(writer.batch(batch(LONGEST + "x".repeat(900_000), LONGEST_OBJECT + " "))))
        .isEqualTo(
            whole
                .replace(LONGEST_OBJECT, "null")
                .replace(LONGEST + "\"", LONGEST + "…\"")
                .replace(
                    "…\"}]",
                    "…\",\"filename_cut\":true,\"cj_letter_grade_cut\":true,"
                        + "\"cj_confidence_label_cut\":true}]")
                .replaceFirst(
                    "}$",
                    ",\"assignment_id_cut\":true,\"student_prompt_ref_cut\":true,"
                        + "\"class_id_cut\":true}"));
  }

  /** As the database sends it, which reads no further than tells that there is more. */
  @Test
  void one_character_more_is_as_good_as_all() {
    assertThat(writer.batch(batch(LONGEST + "x", LONGEST_OBJECT + " ")).utf8())
        .isEqualTo(writer.batch(batch(LONGEST + "xyz", LONGEST_OBJECT + "{")).utf8());
  }

  @Test
  void a_page_of_essays_shows_what_their_batch_does() {
    EssayResult essay = essay(LONGEST + "x");
    String batch = text(writer.batch(batch(LONGEST + "x", "{}")));

    String essays = batch.substring(batch.indexOf("\"essays\""), batch.indexOf(']'));

    assertThat(text(writer.essays(new EssayPage(List.of(essay), null))))
        .contains("\"filename_cut\":true")
        .isEqualTo("{" + essays + "],\"next\":null}");
  }

  private static Batch batch(String text, String object) {
    return new Batch(
        new BatchId("b"),
        new UserId("u"),
        BatchStatus.PROCESSING_PIPELINES,
        1,
        0,
        0,
        List.of(),
        false,
        null,
        List.of(essay(text)),
        false,
        T,
        T,
        null,
        null,
        text,
        object,
        text,
        RejectedFiles.NONE);
  }

  private static EssayResult essay(String text) {
    Grade grade = new Grade(text, 0.85, 0.64, text);
    CjPicture cj =
        new CjPicture(ProcessingStage.COMPLETED, new CjResult("17", 1L, 0.5, grade), null);
    return new EssayResult(
        new EssayId("e"), new Slot(new UploadId("up"), text), null, false, cj, false, T);
  }

  private static String text(Body body) {
    return new String(body.utf8(), StandardCharsets.UTF_8);
  }
}
