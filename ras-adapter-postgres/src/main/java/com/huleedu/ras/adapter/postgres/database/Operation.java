package com.huleedu.ras.adapter.postgres.database;

import java.util.Locale;

/** What is asked of the database; its name is a tag of the metrics. */
public enum Operation {
  PROJECT,
  REGISTER_BATCHES,
  RECORD_PIPELINES,
  RECORD_PHASE_OUTCOMES,
  RECORD_REJECTED_FILES,
  RECORD_ESSAY_RESULTS,
  JUDGE_STATUSES,
  STORE_DEAD_LETTERS,
  LIST_DEAD_LETTERS,
  SHOW_DEAD_LETTER,
  HOLD_DEAD_LETTER,
  SETTLE_DEAD_LETTER,
  COUNT_DEAD_LETTERS,
  REMOVE_DEAD_LETTERS,
  ADVANCE_POSITIONS,
  BEGIN_POSITIONS,
  FIND_POSITIONS,
  LINEAGE,
  RENEW_LINEAGE,
  GET_BATCH,
  GET_USER_BATCHES,
  GET_SPELLCHECK_ERROR,
  GET_BATCH_ESSAYS,
  AUDIT,
  REBUILD,
  UPKEEP,
  PING;

  /**
   * Whether it takes one of the connections that readers share: somebody waits for the answer, and
   * as many as come may do so at once; or it is nothing that others wait for, and may come later.
   */
  boolean takesAReadersPlace() {
    return switch (this) {
      case GET_BATCH,
          GET_USER_BATCHES,
          GET_SPELLCHECK_ERROR,
          GET_BATCH_ESSAYS,
          LIST_DEAD_LETTERS,
          SHOW_DEAD_LETTER,
          REMOVE_DEAD_LETTERS ->
          true;
      case PROJECT,
          REGISTER_BATCHES,
          RECORD_PIPELINES,
          RECORD_PHASE_OUTCOMES,
          RECORD_REJECTED_FILES,
          RECORD_ESSAY_RESULTS,
          JUDGE_STATUSES,
          STORE_DEAD_LETTERS,
          HOLD_DEAD_LETTER,
          SETTLE_DEAD_LETTER,
          COUNT_DEAD_LETTERS,
          ADVANCE_POSITIONS,
          BEGIN_POSITIONS,
          FIND_POSITIONS,
          LINEAGE,
          RENEW_LINEAGE,
          AUDIT,
          REBUILD,
          UPKEEP,
          PING ->
          false;
    };
  }

  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
