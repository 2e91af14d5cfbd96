package com.huleedu.ras.adapter.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be asked for. The names are values of the metrics' tag {@code endpoint}. */
enum Endpoint {
  GET_BATCH_STATUS("/internal/v1/batches/{batch_id}/status"),
  GET_USER_BATCHES("/internal/v1/batches/user/{user_id}"),
  GET_SPELLCHECK_ERROR("/internal/v1/batches/{batch_id}/essays/{essay_id}/spellcheck-error"),
  GET_BATCH_ESSAYS("/internal/v1/batches/{batch_id}/essays"),
  LIST_DEAD_LETTERS("/internal/v1/dead-letters"),
  SHOW_DEAD_LETTER("/internal/v1/dead-letters/{id}"),
  REPLAY_DEAD_LETTER("/internal/v1/dead-letters/{id}/replay"),
  DISCARD_DEAD_LETTER("/internal/v1/dead-letters/{id}/discard"),
  REPLAY_DEAD_LETTERS("/internal/v1/dead-letters/replay"),
  DISCARD_DEAD_LETTERS("/internal/v1/dead-letters/discard"),
  HEALTHZ,
  LIVEZ,
  STARTEDZ,
  READYZ,
  READYZ_ANSWERING,
  READYZ_PROJECTING,
  METRICS,
  /** Everything else, so that no stranger can add a time series. */
  UNKNOWN;

  private final String tag = name().toLowerCase(Locale.ROOT);
  private final @Nullable String path;

  Endpoint() {
    this(null);
  }

  /**
   * @param path with the names of its parameters in place of their values
   */
  Endpoint(@Nullable String path) {
    this.path = path;
  }

  /** The path of what is traced; null for what is asked again and again, and by strangers. */
  @Nullable String path() {
    return path;
  }

  String tag() {
    return tag;
  }
}
