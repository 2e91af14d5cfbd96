package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  private static final String BATCHES = "/internal/v1/batches/";
  private static final String LETTERS = "/internal/v1/dead-letters";

  @ParameterizedTest
  @CsvSource({
    "/healthz, HEALTHZ",
    "/livez, LIVEZ",
    "/readyz, READYZ",
    "/metrics, METRICS",
    "/, UNKNOWN",
    "'', UNKNOWN",
    "/healthz/, UNKNOWN",
    "/Healthz, UNKNOWN",
    "/internals, UNKNOWN",
    "/internal%2Fv1, UNKNOWN",
    "//internal/v1, UNKNOWN",
    "internal/v1, UNKNOWN",
    "/x/internal/v1/batches/b/status, UNKNOWN"
  })
  void whatIsForEverybody(String path, Endpoint endpoint) {
    assertThat(Route.of(path)).isEqualTo(new Route(endpoint, false, "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "b/status, GET_BATCH_STATUS, b, ''",
    "%75ser/status, GET_BATCH_STATUS, %75ser, ''",
    "a%2Fb/status, GET_BATCH_STATUS, a%2Fb, ''",
    "../status, GET_BATCH_STATUS, .., ''",
    "/status, GET_BATCH_STATUS, '', ''",
    "user/u, GET_USER_BATCHES, u, ''",
    "user/status, GET_USER_BATCHES, status, ''",
    "user/, GET_USER_BATCHES, '', ''",
    "b/essays/e/spellcheck-error, GET_SPELLCHECK_ERROR, b, e",
    "user/essays/e/spellcheck-error, GET_SPELLCHECK_ERROR, user, e",
    "b/essays//spellcheck-error, GET_SPELLCHECK_ERROR, b, ''"
  })
  void whatIsForServices(String rest, Endpoint endpoint, String id, String memberId) {
    assertThat(Route.of(BATCHES + rest)).isEqualTo(new Route(endpoint, true, id, memberId));
  }

  /** Credentials are asked for before anybody hears that there is nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal",
        "/internal/",
        "/internal/v1/batches",
        "/internal/v1/batches/",
        "/internal/v1/batches/b",
        "/internal/v1/batches/b/Status",
        "/internal/v1/batches/b/status/",
        "/internal/v1/batches/b/x/status",
        "/internal/v1/batches/user",
        "/internal/v1/batches/User/u",
        "/internal/v1/batches/user/u/",
        "/internal/v1/batches/b/essays/e/spellcheck-error/",
        "/internal/v1/batches/b/essay/e/spellcheck-error",
        "/internal/v1/batches/b/essays/e/spellcheck",
        "/internal/v2/batches/b/status",
        "/internal/v1/dead-letters"
      })
  void whatIsUnknownBelowInternalIsInternal(String path) {
    assertThat(Route.of(path)).isEqualTo(new Route(Endpoint.UNKNOWN, true, "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "'', LIST_DEAD_LETTERS, ''",
    "/, SHOW_DEAD_LETTER, ''",
    "/7, SHOW_DEAD_LETTER, 7",
    "/replay, REPLAY_DEAD_LETTERS, ''",
    "/discard, DISCARD_DEAD_LETTERS, ''",
    "/7/replay, REPLAY_DEAD_LETTER, 7",
    "/7/discard, DISCARD_DEAD_LETTER, 7",
    "/replay/replay, REPLAY_DEAD_LETTER, replay",
    "/7/show, UNKNOWN, ''",
    "/7/replay/, UNKNOWN, ''",
    "s, UNKNOWN, ''"
  })
  void whatIsForOperators(String rest, Endpoint endpoint, String id) {
    assertThat(Route.ofAdmin(LETTERS + rest)).isEqualTo(new Route(endpoint, true, id, ""));
  }

  @Test
  void everythingElseOnThePortForOperatorsNeedsCredentialsToo() {
    for (String path : new String[] {"/healthz", "/", "*", BATCHES + "b/status", "/x" + LETTERS}) {
      assertThat(Route.ofAdmin(path)).isEqualTo(new Route(Endpoint.UNKNOWN, true, "", ""));
    }
  }
}
