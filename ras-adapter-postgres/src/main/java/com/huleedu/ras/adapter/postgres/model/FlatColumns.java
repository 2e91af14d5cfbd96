package com.huleedu.ras.adapter.postgres.model;

import java.util.List;
import java.util.Map;

/** The places of the columns of {@link WholeBatchesSql}, and the kinds of its rows. */
final class FlatColumns {
  static final int IS_BATCH = 0;
  static final int IS_OUTCOME = 1;
  static final int IS_MEMBER = 2;
  static final int IS_TOTAL = 3;
  static final int IS_PIPELINE = 4;
  static final int IS_REJECTED_FILE = 5;

  static final int KIND = 1;
  static final int BATCH = 2;
  static final int ID = 3;
  static final int AT = 4;
  static final int EVENT = 5;
  static final int DIGEST = 6;
  static final int FIRST = 7;
  static final int NUMBER = 8;
  static final int STATE = 9;
  static final int CORRECTED = 10;
  static final int ORIGINAL = 11;
  static final int ERROR = 12;
  static final int CJ_AT = 13;
  static final int CJ_EVENT = 14;
  static final int CJ_DIGEST = 15;
  static final int RANK = 16;
  static final int SCORE = 17;
  static final int TEXTS = 18;
  static final int PHASES = 19;
  static final int FITS = 20;
  static final int RUN = 21;
  static final int LETTER = 22;
  static final int NORMALIZED = 23;
  static final int CONFIDENCE = 24;
  static final int LABEL = 25;
  static final int VERDICT_AT = 26;
  static final int VERDICT_EVENT = 27;
  static final int VERDICT_DIGEST = 28;
  static final int VERDICT_RUN = 29;
  static final int SUCCEEDED = 30;
  static final int SLOT_AT = 31;
  static final int UPLOAD = 32;
  static final int FILE = 33;

  // What other kinds of rows have in columns of a member.
  static final int PROMPT = CORRECTED;
  static final int CLASS = ORIGINAL;
  static final int FLAT = SUCCEEDED;
  static final int ASSIGNMENT_AT = VERDICT_AT;
  static final int ASSIGNMENT = VERDICT_RUN;

  /** Of the columns, in their order. */
  static final List<String> TYPES =
      List.of(
          "int",
          "text",
          "text",
          "timestamptz",
          "uuid",
          "bigint",
          "timestamptz",
          "bigint",
          "text",
          "text",
          "text",
          "text",
          "timestamptz",
          "uuid",
          "bigint",
          "bigint",
          "float8",
          "text[]",
          "text[]",
          "boolean",
          "text",
          "text",
          "float8",
          "float8",
          "text",
          "timestamptz",
          "uuid",
          "bigint",
          "text",
          "boolean",
          "timestamptz",
          "text",
          "text");

  /** Which column of a member stands where. */
  static final Map<Integer, String> MEMBER =
      Map.ofEntries(
          Map.entry(BATCH, "batch_id"),
          Map.entry(ID, ifFits("essay_id")),
          Map.entry(AT, "spellcheck_at"),
          Map.entry(EVENT, "spellcheck_event_id"),
          Map.entry(DIGEST, "spellcheck_digest"),
          Map.entry(FIRST, "first_evidence_at"),
          Map.entry(NUMBER, "correction_count"),
          Map.entry(STATE, "spellcheck_stage"),
          Map.entry(CORRECTED, ifFits("corrected_text_id")),
          Map.entry(ORIGINAL, ifFits("original_text_id")),
          Map.entry(ERROR, ifFits("spellcheck_error")),
          Map.entry(CJ_AT, "cj_at"),
          Map.entry(CJ_EVENT, "cj_event_id"),
          Map.entry(CJ_DIGEST, "cj_digest"),
          Map.entry(RANK, "cj_rank"),
          Map.entry(SCORE, "cj_score"),
          Map.entry(FITS, "fits"),
          Map.entry(RUN, ifFits("cj_run")),
          Map.entry(LETTER, ifFits("cj_letter_grade")),
          Map.entry(NORMALIZED, "cj_normalized_score"),
          Map.entry(CONFIDENCE, "cj_confidence"),
          Map.entry(LABEL, ifFits("cj_confidence_label")),
          Map.entry(VERDICT_AT, "verdict_at"),
          Map.entry(VERDICT_EVENT, "verdict_event_id"),
          Map.entry(VERDICT_DIGEST, "verdict_digest"),
          Map.entry(VERDICT_RUN, ifFits("verdict_run")),
          Map.entry(SUCCEEDED, "verdict_succeeded"),
          Map.entry(SLOT_AT, "slot_at"),
          Map.entry(UPLOAD, ifFits("file_upload_id")),
          Map.entry(FILE, ifFits("file_name")));

  private FlatColumns() {}

  /** SQL of a text that is not sent where not all of its kind fit. */
  private static String ifFits(String column) {
    return "(case when fits then %s end)".formatted(column);
  }
}
