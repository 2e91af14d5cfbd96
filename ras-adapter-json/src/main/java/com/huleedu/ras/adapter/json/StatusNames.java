package com.huleedu.ras.adapter.json;

/** In which words {@code overall_status} and {@code current_phase} of an answer are written. */
enum StatusNames {
  /** Those of the contract's tables. */
  PUBLIC,
  /** Those of events, which the platform's clients of today read. */
  INTERNAL
}
