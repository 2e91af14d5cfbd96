package com.huleedu.ras.adapter.http;

import java.util.Locale;

/** What can be asked for. The names are values of the metrics' tag {@code endpoint}. */
enum Endpoint {
  GET_BATCH_STATUS,
  GET_USER_BATCHES,
  GET_SPELLCHECK_ERROR,
  GET_BATCH_ESSAYS,
  LIST_DEAD_LETTERS,
  SHOW_DEAD_LETTER,
  REPLAY_DEAD_LETTER,
  DISCARD_DEAD_LETTER,
  REPLAY_DEAD_LETTERS,
  DISCARD_DEAD_LETTERS,
  HEALTHZ,
  LIVEZ,
  READYZ,
  METRICS,
  /** Everything else, so that no stranger can add a time series. */
  UNKNOWN;

  private final String tag = name().toLowerCase(Locale.ROOT);

  String tag() {
    return tag;
  }
}
