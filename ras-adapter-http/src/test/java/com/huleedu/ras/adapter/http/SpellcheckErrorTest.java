package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpellcheckErrorTest {
  private static final FakeBatches BATCHES = new FakeBatches();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(BATCHES);
    BATCHES.errors.put(List.of("b/1", "e ä"), "{\"why\":\"ö\"}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void the_whole_error_is_answered_as_it_is_stored() {
    RawHttp.Reply reply =
        server.get("/internal/v1/batches/b%2F1/essays/e%20%C3%A4/spellcheck-error");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"why\":\"ö\"}");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(reply.header("ETag")).matches("\"[0-9a-f]{32}\"");
    assertThat(server.metrics.scrape())
        .contains("ras_api_requests_total{endpoint=\"get_spellcheck_error\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b%2F1/essays/other/spellcheck-error",
        "other/essays/e%20%C3%A4/spellcheck-error",
        "b%2F1/essays//spellcheck-error",
        "b%2F1/essays/%00/spellcheck-error"
      })
  void what_is_not_there_is_not_found(String path) {
    RawHttp.Reply reply = server.get("/internal/v1/batches/" + path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("no essay of this id with a spellcheck error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b%2F1/essays/e%20%C3%A4",
        "b%2F1/essays/e%20%C3%A4/",
        "b%2F1/essays/e%20%C3%A4/spellcheck-error/",
        "b/1/essays/e%20%C3%A4/spellcheck-error",
        "b%2F1/Essays/e%20%C3%A4/spellcheck-error"
      })
  void there_is_no_other_way_to_it(String path) {
    RawHttp.Reply reply = server.get("/internal/v1/batches/" + path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("There is nothing at this path.");
  }

  @Test
  void an_id_that_is_badly_encoded_is_refused_by_its_name() {
    assertThat(server.get("/internal/v1/batches/%zz/essays/e/spellcheck-error").body())
        .contains("\"status\":400", "batch_id");
    assertThat(server.get("/internal/v1/batches/b/essays/%zz/spellcheck-error").body())
        .contains("\"status\":400", "essay_id");
  }

  @Test
  void it_needs_credentials() {
    String target = "/internal/v1/batches/b%2F1/essays/e%20%C3%A4/spellcheck-error";
    RawHttp.Reply reply = server.anonymous(RawHttp.get(target));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body()).doesNotContain("why");
  }
}
