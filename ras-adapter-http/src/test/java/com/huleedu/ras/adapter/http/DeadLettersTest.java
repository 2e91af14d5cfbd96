package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener for operators. */
class DeadLettersTest {
  private static final String ALL = "/internal/v1/dead-letters";

  private final FakeDeadLetters letters = new FakeDeadLetters();
  private final TestServer server = new TestServer(new FakeBatches(), letters);

  @AfterEach
  void stop() {
    server.close();
  }

  private RawHttp.Reply send(String request) {
    try (RawHttp http = new RawHttp(server.adapter.adminPort())) {
      return Objects.requireNonNull(http.send(request).read());
    }
  }

  private RawHttp.Reply get(String target) {
    return send(RawHttp.get(target, TestServer.CREDENTIALS));
  }

  private RawHttp.Reply post(String target, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String[] headers =
        Stream.concat(
                Stream.of(TestServer.CREDENTIALS), Stream.of("Content-Length: " + bytes.length))
            .toArray(String[]::new);
    return send(
        RawHttp.request("POST", target, headers) + new String(bytes, StandardCharsets.ISO_8859_1));
  }

  @Test
  void the_list_has_summaries_and_a_cursor() {
    RawHttp.Reply reply = get(ALL);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.header("X-Correlation-ID")).isNotBlank();
    assertThat(reply.body())
        .isEqualTo(
            "{\"dead_letters\":[{\"id\":7,\"state\":\"open\",\"attempts\":2,\"topic\":\"topic\","
                + "\"partition\":2,\"offset\":42,\"timestamp\":\"2026-03-01T08:00:00.500Z\","
                + "\"dead_lettered_at\":\"2026-03-01T08:00:00.500Z\",\"error_type\":\"not_json\","
                + "\"error_detail\":\"byte 1: '{'\",\"size\":3}],\"next_cursor\":\"7\"}");
    assertThat(letters.asked.getFirst()).contains("state=Optional[OPEN]", " 100 Optional.empty");
  }

  @Test
  void the_list_takes_filters() {
    get(
        ALL
            + "?topic=a%20b&error_type=not_json&state=discarded&since=2026-03-01T08:00:00%2B01:00"
            + "&until=2026-03-02T00:00:00Z&limit=500&cursor=9");
    get(ALL + "?state=all");
    assertThat(letters.asked.getFirst())
        .contains(
            "topic=Optional[a b]",
            "errorType=Optional[not_json]",
            "state=Optional[DISCARDED]",
            "since=Optional[2026-03-01T07:00:00Z]",
            "until=Optional[2026-03-02T00:00:00Z]",
            "500 Optional[9]");
    assertThat(letters.asked.getLast()).contains("state=Optional.empty");
  }

  @Test
  void a_letter_is_shown_whole_with_its_history() {
    assertThat(get(ALL + "/7").body())
        .contains(
            "\"key\":{\"base64\":\"a2V5\",\"text\":\"key\"}",
            "\"headers\":[{\"name\":\"trace\",\"value\":{\"base64\":\"AQ==\",\"text\":\"\\u0001\"}},"
                + "{\"name\":\"none\",\"value\":null}]",
            "\"value\":{\"base64\":\"/wA=\",\"text\":null}",
            "\"history\":[{\"at\":\"2026-03-01T08:00:00.500Z\",\"action\":\"dead_lettered\",\"by\":null,"
                + "\"detail\":\"first\"},",
            "\"action\":\"failed_again\",\"by\":\"admin\",\"detail\":\"again\"}]");
  }

  @Test
  void one_letter_is_replayed_or_discarded_by_the_service_that_asks() {
    assertThat(post(ALL + "/7/replay", "").body())
        .isEqualTo(
            "{\"id\":7,\"outcome\":\"failed_again\",\"state\":\"open\",\"attempts\":3,"
                + "\"detail\":\"not_json: still\"}");
    post(ALL + "/7/replay", "{\"force\":true,\"dry_run\":true}");
    post(ALL + "/7/discard", "{\"reason\":\"weil's ö so ist\"}");
    assertThat(letters.asked)
        .containsExactly(
            "7 Replay[by=api-gateway-service, dryRun=false, force=false,"
                + " onlyNowReadable=false]",
            "7 Replay[by=api-gateway-service, dryRun=true, force=true," + " onlyNowReadable=false]",
            "7 Discard[by=api-gateway-service, dryRun=false, reason=weil's ö so ist]");
  }

  @Test
  void many_letters_need_a_filter_or_the_word_all() {
    assertThat(post(ALL + "/replay", "{}").body()).contains("all has to be true");
    assertThat(post(ALL + "/discard", "{\"reason\":\"r\",\"limit\":5}").status()).isEqualTo(400);
    assertThat(letters.asked).isEmpty();
    assertThat(post(ALL + "/replay", "{\"all\":true,\"dry_run\":true}").body())
        .startsWith("{\"results\":[{\"id\":7,")
        .endsWith("],\"next_cursor\":null}");
    post(ALL + "/discard", "{\"reason\":\"r\",\"topic\":\"t\",\"limit\":5,\"cursor\":\"4\"}");
    assertThat(letters.asked.getLast())
        .contains("Discard[by=api-gateway-service", "topic=Optional[t]", "5 Optional[4]");
  }

  /**
   * It says itself which letters are meant; of discarding and of a single letter it says nothing.
   */
  @Test
  void what_the_first_generation_refused_is_a_filter_of_replaying_many() {
    post(ALL + "/replay", "{\"refused_by_first_generation\":true}");
    assertThat(letters.asked.getLast())
        .contains("Replay[by=api-gateway-service", "onlyNowReadable=true");
    assertThat(post(ALL + "/replay", "{\"refused_by_first_generation\":false}").status())
        .isEqualTo(400);
    assertThat(
            post(ALL + "/discard", "{\"reason\":\"r\",\"refused_by_first_generation\":true}")
                .body())
        .contains("refused_by_first_generation is unknown here");
    assertThat(post(ALL + "/7/replay", "{\"refused_by_first_generation\":true}").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "?limit=0,limit is \"0\"",
    "?limit=501,from 1 to 500",
    "?limit=x,limit",
    "?cursor=x,cursor",
    "?cursor=0,cursor",
    "?state=OPEN,one of open",
    "?since=yesterday,since is \"yesterday\"",
    "?until=2026-03-01T08:00:00,until",
    "?topics=a,topics is unknown here; known are topic",
    "?topic=a&topic=b,topic may be given once only",
    "?topic=%zz,percent-encoded",
    "?limit=0&state=x,all. limit is",
  })
  void a_wrong_parameter_of_the_list_is_named(String query, String named) {
    RawHttp.Reply reply = get(ALL + query);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.body().replace("\\\"", "\"")).contains(named);
    assertThat(letters.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "7",
        "{\"force\":{}}",
        "{\"force\":[]}",
        "{\"force\":true}x",
        "{\"force\":\"x\"}",
        "{\"forse\":true}",
        "{\"force\":true,\"force\":true}",
        "{\"topic\":\"t\"}",
        "{\"reason\":\"r\"}"
      })
  void a_wrong_content_changes_nothing(String body) {
    assertThat(post(ALL + "/7/replay", body).status()).isEqualTo(400);
    assertThat(letters.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"reason\":\" \"}", "{\"reason\":null}"})
  void discarding_needs_a_reason(String body) {
    RawHttp.Reply reply = post(ALL + "/7/discard", body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("reason");
    assertThat(post(ALL + "/7/discard", "{\"reason\":\"" + "r".repeat(1_001) + "\"}").status())
        .isEqualTo(400);
  }

  @Test
  void too_much_content_is_refused_whether_its_length_is_said_or_not() {
    String large = " ".repeat(Listeners.MAX_CONTENT + 1);
    assertThat(post(ALL + "/7/replay", large).status()).isEqualTo(413);
    String chunked =
        RawHttp.request(
                "POST",
                ALL + "/7/replay",
                Stream.concat(
                        Stream.of(TestServer.CREDENTIALS), Stream.of("Transfer-Encoding: chunked"))
                    .toArray(String[]::new))
            + Integer.toHexString(large.length())
            + "\r\n"
            + large
            + "\r\n0\r\n\r\n";
    assertThat(send(chunked).status()).isEqualTo(413);
    assertThat(letters.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/internal/v1/dead-letters/8,404",
    "GET,/internal/v1/dead-letters/x,404",
    "GET,/internal/v1/dead-letters/0,404",
    "GET,/internal/v1/dead-letters/99999999999999999999,404",
    "GET,/internal/v1/dead-letters/,404",
    "POST,/internal/v1/dead-letters/8/replay,404",
    "POST,/internal/v1/dead-letters/7/burn,404",
    "GET,/internal/v1/dead-letters/7/replay/x,404",
    "GET,/internal/v1/batches/b/status,404",
    "GET,/healthz,404",
    "POST,/internal/v1/dead-letters,405",
    "DELETE,/internal/v1/dead-letters/7,405",
    "GET,/internal/v1/dead-letters/7/replay,405",
    "GET,/internal/v1/dead-letters/discard,405",
  })
  void nothing_else_is_here(String method, String target, int status) {
    RawHttp.Reply reply = send(RawHttp.request(method, target, TestServer.CREDENTIALS));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(send(RawHttp.request(method, target)).status()).isEqualTo(401);
    if (status == 405) {
      assertThat(reply.header("Allow"))
          .isEqualTo(target.endsWith("y") || target.endsWith("d") ? "POST" : "GET, HEAD");
    }
  }

  @Test
  void strangers_learn_nothing_and_the_api_has_none_of_it() {
    for (String target : new String[] {ALL, ALL + "/7", ALL + "/7/replay", "/", "/internal"}) {
      assertThat(send(RawHttp.get(target)).body()).contains("Missing authentication");
      assertThat(send(RawHttp.get(target, "X-Internal-API-Key: k", "X-Service-ID: s")).body())
          .contains("Invalid credentials");
    }
    assertThat(server.get(ALL).status()).isEqualTo(404);
    assertThat(
            server
                .anonymous(RawHttp.request("POST", ALL + "/7/replay", TestServer.CREDENTIALS))
                .status())
        .isEqualTo(404);
    assertThat(letters.asked).isEmpty();
  }
}
