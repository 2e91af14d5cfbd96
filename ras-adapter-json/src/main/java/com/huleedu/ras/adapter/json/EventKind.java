package com.huleedu.ras.adapter.json;

/** What the messages of a topic are about; the topic alone decides. */
enum EventKind {
  BATCH_REGISTERED,
  PHASE_OUTCOME,
  SPELLCHECK_COMPLETED,
  CJ_ASSESSMENT_COMPLETED
}
