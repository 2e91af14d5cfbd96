package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchStatusTest {
  private static final FakeBatches BATCHES = new FakeBatches();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(BATCHES);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_batch_is_answered_with_its_body_as_it_is() {
    BATCHES.bodies.put("b1", "{\"batch_id\":\"b1\",\"ö\":\"\uD83D\uDE00\"}");

    RawHttp.Reply reply = server.get("/internal/v1/batches/b1/status");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"batch_id\":\"b1\",\"ö\":\"\uD83D\uDE00\"}");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(reply.header("ETag")).matches("\"[0-9a-f]{32}\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "%",
        "%2F",
        ".",
        "..",
        "a b",
        "a+b",
        "status",
        "user",
        "ü\uD83D\uDE00\uFFFD",
        "a;b=c",
        "a?b#c",
        "\"<>\\^`{|}",
        "\n\t\u007F",
        "//",
        "/../",
        "internal/v1"
      })
  void an_id_may_hold_any_character(String id) {
    BATCHES.bodies.put(id, "{}");
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    String target = encoded.replace("user", "%75ser").replace(".", "%2E");

    assertThat(server.get("/internal/v1/batches/" + target + "/status").status()).isEqualTo(200);
    BATCHES.bodies.remove(id);
    assertThat(server.get("/internal/v1/batches/" + target + "/status").status()).isEqualTo(404);
  }

  @Test
  void decoding_happens_once() {
    BATCHES.bodies.put("%41", "{}");
    assertThat(server.get("/internal/v1/batches/%2541/status").status()).isEqualTo(200);
    assertThat(server.get("/internal/v1/batches/%41/status").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%00", "x%00y"})
  void an_id_that_cannot_exist_is_not_found(String id) {
    assertNotFound("/internal/v1/batches/" + id + "/status");
  }

  @Test
  void an_id_that_is_too_long_is_not_found() {
    assertNotFound("/internal/v1/batches/" + "x".repeat(256) + "/status");
    BATCHES.bodies.put("x".repeat(255), "{}");
    assertThat(server.get("/internal/v1/batches/" + "x".repeat(255) + "/status").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "%4", "%zz", "%C3", "%C3%28", "%ED%A0%80", "%C0%AF", "%FF", "a%", "é"})
  void an_id_that_is_badly_encoded_is_refused(String id) {
    RawHttp.Reply reply = server.get("/internal/v1/batches/" + id + "/status");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("batch_id").contains("\"error\":\"Invalid request\"");
    assertThat(reply.header("Connection")).isNotEqualTo("close");
  }

  @Test
  void the_problem_has_all_members_in_order() {
    RawHttp.Reply reply = server.get("/internal/v1/batches/a%2Fb/status");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"No batch"
                + " of this id has been registered.\",\"instance\":"
                + "\"/internal/v1/batches/a%2Fb/status\",\"error\":\"Batch not found\"}");
  }

  @Test
  void a_client_that_has_the_answer_gets_no_body() {
    BATCHES.bodies.put("etag", "{\"n\":1}");
    String target = "/internal/v1/batches/etag/status";
    String tag = Objects.requireNonNull(server.get(target).header("ETag"));

    for (String named : new String[] {tag, "W/" + tag, "\"x\", " + tag, "*", "\"x\",W/" + tag}) {
      RawHttp.Reply reply = server.get(target, "If-None-Match: " + named);
      assertThat(reply.status()).isEqualTo(304);
      assertThat(reply.header("ETag")).isEqualTo(tag);
      assertThat(reply.header("Cache-Control")).isEqualTo("private, no-cache");
      assertThat(reply.body()).isEmpty();
    }
    assertThat(server.get(target, "If-None-Match: \"x\"", "If-None-Match: " + tag).status())
        .isEqualTo(304);
    assertThat(server.get(target, "If-None-Match: \"x\"").status()).isEqualTo(200);
    BATCHES.bodies.put("etag", "{\"n\":2}");
    assertThat(server.get(target, "If-None-Match: " + tag).status()).isEqualTo(200);
  }

  @Test
  void a_batch_that_does_not_exist_is_not_found_whatever_the_client_has() {
    assertThat(server.get("/internal/v1/batches/nope/status", "If-None-Match: *").status())
        .isEqualTo(404);
  }

  @Test
  void head_is_get_without_the_body() {
    BATCHES.bodies.put("head", "{\"n\":1}");
    String target = "/internal/v1/batches/head/status";
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      RawHttp.Reply reply =
          http.send(RawHttp.request("HEAD", target, TestServer.CREDENTIALS)).read(true);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Content-Length")).isEqualTo("7");
      assertThat(reply.header("ETag")).isEqualTo(server.get(target).header("ETag"));
      assertThat(http.send(RawHttp.get(target, TestServer.CREDENTIALS)).read().body())
          .isEqualTo("{\"n\":1}");
    }
  }

  private static void assertNotFound(String target) {
    RawHttp.Reply reply = server.get(target);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("\"error\":\"Batch not found\"");
  }
}
