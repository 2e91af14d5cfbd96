package com.huleedu.ras.adapter.postgres.model;

import java.util.List;
import org.jooq.DSLContext;

/** Texts that are longer than an answer shows them, in all rows that have any. */
final class LongTexts {
  /** Columns of essays. */
  static final List<String> OF_ESSAYS =
      List.of("file_name", "cj_letter_grade", "cj_confidence_label", "cj_run", "verdict_run");

  private LongTexts() {}

  /** Each by so many characters of two bytes: equal ones stay equal, and no others become so. */
  static void lengthen(DSLContext dsl, List<String> ofEssays, int characters) {
    for (String column : ofEssays) {
      dsl.execute(
          "update essay_results set %1$s = %1$s || repeat('ä', %2$s)"
              .formatted(column, characters));
    }
  }

  static void lengthenThoseOfBatches(DSLContext dsl, int characters) {
    dsl.execute(
        """
        with more as (select repeat('ä', %s) as x),
        pipelines as (update batch_pipelines set assignment_id = assignment_id || x from more)
        update batch_results set class_id = class_id || x,
          student_prompt_ref = student_prompt_ref || x
        from more
        """
            .formatted(characters));
  }
}
