package com.huleedu.ras.adapter.postgres.model;

import static java.util.stream.Collectors.joining;
import static org.jooq.impl.DSL.field;

import com.huleedu.ras.domain.batch.ShownText;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Field;

/**
 * How much of texts other than errors is sent for an answer: each up to the character that tells
 * {@link ShownText} that there is more, so that one is bounded. Their sum is, since an essay with
 * long ids and texts counts for several ({@link EssayBudget}), and a page has few batches.
 */
final class TextBudget {
  /** Of ids and texts, in UTF-8: most essays have less, and one with more counts for several. */
  static final int BYTES_OF_ESSAY = 512;

  private static final int RUN_BYTES = 64;

  /** A run is shown nowhere. It is only asked whether two are the same one. */
  private static final String LONG_RUN = "repeat('r', %s)".formatted(RUN_BYTES + 1);

  private static final String OTHER_LONG_RUN = "repeat('v', %s)".formatted(RUN_BYTES + 1);

  /** Of each column of which not all is sent, SQL of what is. */
  private static final Map<String, String> SENT =
      Map.of(
          "file_name", beginning("file_name", ShownText.CHARACTERS),
          "cj_letter_grade", beginning("cj_letter_grade", ShownText.CHARACTERS),
          "cj_confidence_label", beginning("cj_confidence_label", ShownText.CHARACTERS),
          "class_id", beginning("class_id", ShownText.CHARACTERS),
          "assignment_id", beginning("assignment_id", ShownText.CHARACTERS),
          "student_prompt_ref", beginning("student_prompt_ref", ShownText.OBJECT_CHARACTERS),
          "cj_run", run("cj_run", LONG_RUN),
          "verdict_run",
              run(
                  "verdict_run",
                  "case when verdict_run = cj_run then %s else %s end"
                      .formatted(LONG_RUN, OTHER_LONG_RUN)));

  private static final List<String> OF_ESSAY =
      List.of(
          "essay_id",
          "file_upload_id",
          "original_text_id",
          "corrected_text_id",
          "file_name",
          "cj_letter_grade",
          "cj_confidence_label");

  /** SQL: for how many an essay counts, by what is sent of it but for words for its runs. */
  static final String WEIGHT =
      "(1 + %s / %s)".formatted(bytes(OF_ESSAY.stream().map(TextBudget::sent)), BYTES_OF_ESSAY);

  /** SQL: what all ids and texts of an essay have, whole. With less it counts for one. */
  static final String BYTES =
      bytes(Stream.concat(OF_ESSAY.stream(), Stream.of("cj_run", "verdict_run")));

  private TextBudget() {}

  /** SQL of what is sent of a column, for most the column itself. */
  static String sent(String column) {
    return SENT.getOrDefault(column, column);
  }

  /** The same of a column whose table is the only one of its query that has it. */
  static <T> Field<T> sent(Field<T> column) {
    String sql = SENT.get(column.getName());
    return sql == null ? column : field(sql, column.getDataType()).as(column);
  }

  private static String bytes(Stream<String> texts) {
    return texts.map("coalesce(octet_length(%s), 0)"::formatted).collect(joining(" + ", "(", ")"));
  }

  /**
   * SQL of so many characters and one more. The bytes of a text are known without reading it, and
   * of characters there are no more.
   */
  static String beginning(String column, int characters) {
    return "(case when octet_length(%1$s) > %2$s then left(%1$s, %2$s + 1) else %1$s end)"
        .formatted(column, characters);
  }

  /** Of a long one a word that is too long for any run that is sent as it is. */
  private static String run(String column, String word) {
    return "(case when octet_length(%1$s) > %2$s then %3$s else %1$s end)"
        .formatted(column, RUN_BYTES, word);
  }
}
