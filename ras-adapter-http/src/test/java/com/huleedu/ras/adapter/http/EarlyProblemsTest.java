package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyProblemsTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(new FakeBatches());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\n\r\n",
        "GET\r\n\r\n",
        "GET /healthz\r\n\r\n",
        "GET  /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /healthz  HTTP/1.0\r\nHost: h\r\n\r\n",
        "GET /healthz /x HTTP/2.0\r\nHost: h\r\n\r\n",
        "GET /healthz HTTP/x\r\nHost: h\r\n\r\n",
        "GET /healthz HTTP/11.1\r\nHost: h\r\n\r\n",
        "GET /healthz http/1.1\r\nHost: h\r\n\r\n",
        "GET /healthz HTTP/1.1 \r\nHost: h\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: h:x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost h\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: h\r\nA B: c\r\n\r\n",
        "GET /healthz HTTP/1.1\nHost: h\n\n",
        "G(T /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
      })
  void bytes_that_are_no_request_are_refused_as_a_problem(String bytes) {
    assertRefused(bytes, 400, "Invalid request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.0\r\n\r\n",
        "GET http://ras/healthz?x=y HTTP/1.0\r\nHost: h\r\n\r\n",
        "OPTIONS /healthz HTTP/1.0\r\n\r\n",
        "GET /healthz HTTP/0.9\r\n\r\n",
        "GET /healthz HTTP/1.2\r\nHost: h\r\n\r\n",
        "GET /healthz HTTP/2\r\nHost: h\r\n\r\n",
        "GET /healthz HTTP/2.0\r\nHost: h\r\n\r\n",
        "GET /healthz HTTP/3.0\r\nHost: h\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void another_version_of_http_is_named_as_the_reason(String bytes) {
    for (int port :
        new int[] {
          server.adapter.port(), server.adapter.metricsPort(), server.adapter.adminPort()
        }) {
      RawHttp.Reply reply = assertRefused(port, bytes, 505, "HTTP version not supported");
      assertThat(reply.body())
          .contains("HTTP/1.1")
          .containsPattern("\"instance\":\"(/healthz|\\*)\"");
    }
  }

  @Test
  void a_request_that_ends_too_early_is_no_fault_of_the_server() throws Exception {
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      http.send("GET /healthz HTTP/1.1\r\nHost: h\r\nX-").endOfInput();
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(400);
    }
  }

  @Test
  void a_request_line_has_a_limit() {
    String fits = "/" + "x".repeat(Listeners.MAX_REQUEST_LINE - 20);
    assertThat(server.anonymous(RawHttp.get(fits)).status()).isEqualTo(404);
    assertRefused(
        "GET /" + "x".repeat(Listeners.MAX_REQUEST_LINE) + " HTTP/1.1\r\n", 414, "URI too long");
  }

  @Test
  void headers_have_a_limit() {
    String fits = "X: " + "x".repeat(Listeners.MAX_HEADERS - 100);
    assertThat(server.anonymous(RawHttp.get("/healthz", fits)).status()).isEqualTo(200);
    assertRefused(
        RawHttp.get("/healthz", "X: " + "x".repeat(Listeners.MAX_HEADERS)),
        431,
        "Headers too large");
    assertRefused(
        RawHttp.get("/healthz", "x".repeat(Listeners.MAX_HEADERS) + ": x"),
        431,
        "Headers too large");
    assertRefused(RawHttp.get("/healthz", "A: b\r\n".repeat(4_000)), 431, "Headers too large");
  }

  @Test
  void content_has_a_limit() {
    assertRefused(
        RawHttp.request("POST", "/healthz", "Content-Length: 16385"), 413, "Content too large");
    assertRefused(
        RawHttp.get("/healthz", "Content-Length: 99999999999999"), 413, "Content too large");
  }

  @ParameterizedTest
  @CsvSource({"GET, 200", "POST, 405"})
  void content_within_the_limit_is_passed_over(String method, int status) {
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      http.send(RawHttp.request(method, "/healthz", "Content-Length: 5") + "GET /");
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(status);
      http.send(RawHttp.get("/nope"));
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(404);
      http.send(RawHttp.request(method, "/healthz", "Transfer-Encoding: chunked"))
          .send("3\r\nabc\r\n0\r\n\r\n");
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(status);
      http.send(RawHttp.get("/nope"));
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(404);
    }
  }

  @Test
  void a_client_that_wants_to_close_is_closed() {
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      http.send(RawHttp.get("/healthz", "Connection: close"));
      assertThat(Objects.requireNonNull(http.read()).header("Connection")).isEqualTo("close");
      assertThat(http.read()).isNull();
    }
  }

  @Test
  void several_requests_at_once_are_answered_in_order() {
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      http.send(RawHttp.get("/healthz") + RawHttp.get("/nope") + RawHttp.get("/livez"));
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(200);
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(404);
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(200);
    }
  }

  static Stream<Arguments> earlyProblems() {
    String swollen = "x".repeat(Listeners.MAX_HEADERS);
    return Stream.of(
        Arguments.of(400, "GET /healthz HTTP/1.1\r\n%s\r\n"),
        Arguments.of(400, "GET /healthz HTTP/1.1\r\nHost: h:x\r\n%s\r\n"),
        Arguments.of(400, "GET /healthz HTTP/1.1\r\nHost: a b\r\n%s\r\n"),
        Arguments.of(400, "GET /healthz HTTP/1.1\r\nHost: h\r\n%sno colon\r\n\r\n"),
        Arguments.of(400, "GET /healthz HTTP/1.1\r\nHost: h\r\n%sA B: c\r\n\r\n"),
        Arguments.of(400, "GET /healthz HTTP/1.1\r\nHost: h\r\n%sA: b\nC: d\r\n\r\n"),
        Arguments.of(400, "GET  /healthz HTTP/1.1\r\nHost: h\r\n%s\r\n"),
        Arguments.of(400, "GET /healthz\r\nHost: h\r\n%s\r\n"),
        Arguments.of(400, "G(T /healthz HTTP/1.1\r\nHost: h\r\n%s\r\n"),
        Arguments.of(400, "GET /healthz HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n%s\r\n"),
        Arguments.of(400, "GET /healthz HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: x\r\n%s\r\n"),
        Arguments.of(413, "POST /healthz HTTP/1.1\r\nHost: h\r\nContent-Length: 16385\r\n%s\r\n"),
        Arguments.of(431, "GET /healthz HTTP/1.1\r\nHost: h\r\n%sX: " + swollen + "\r\n\r\n"),
        Arguments.of(431, "GET /healthz HTTP/1.1\r\nHost: h\r\n%s" + swollen + ": x\r\n\r\n"),
        Arguments.of(
            431, "GET /healthz HTTP/1.1\r\nHost: h\r\n%s" + "A: b\r\n".repeat(4_000) + "\r\n"),
        Arguments.of(505, "GET /healthz HTTP/1.0\r\nHost: h\r\n%s\r\n"),
        Arguments.of(505, "GET /healthz HTTP/2.0\r\n%s\r\n"));
  }

  @ParameterizedTest
  @MethodSource("earlyProblems")
  void a_correlation_id_that_was_read_is_echoed(int status, String bytes) {
    String request = bytes.replace("%s", "x-correlation-ID:  id 1 \r\n");
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      RawHttp.Reply reply = Objects.requireNonNull(http.send(request).read());
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.header("X-Correlation-ID")).isEqualTo("id 1");
    }
  }

  /**
   * Of another request, in two versions, too long, no whole line, behind the end: not this one's.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.0\r\nHost: h\r\n\r\nX-Correlation-ID: id 1\r\n\r\n",
        "GET /healthz HTTP/1.0\r\nX-Correlation-ID: id 1\r\nX-Correlation-ID: id 1\r\n\r\n",
        "GET /healthz HTTP/1.0\r\nX-Correlation-ID: id\u0001\r\n\r\n",
        "GET /healthz HTTP/1.0\r\nX-Correlation-ID: id 1",
        "GET /healthz HTTP/1.0\r\nX-Correlation-ID : id 1\r\n\r\n",
        "GET /healthz HTTP/1.0\r\n\r\n",
        "X-Correlation-ID: id 1",
        "GET /healthz HTTP/1.1\r\nHost: h\r\nA: b\nX-Correlation-ID: id 1\r\n\r\n"
      })
  void any_other_correlation_id_is_made_anew(String bytes) throws Exception {
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      http.send(RawHttp.get("/healthz", "X-Correlation-ID: of the first")).read();
      http.send(bytes).endOfInput();
      RawHttp.Reply reply = http.read();
      if (reply != null) {
        String id = Objects.requireNonNull(reply.header("X-Correlation-ID"));
        assertThat(UUID.fromString(id).toString()).isEqualTo(id);
      }
    }
  }

  /** It would be behind the end of a line that nobody looks for. */
  @Test
  void the_correlation_id_behind_a_request_line_without_end_is_made_anew() {
    RawHttp.Reply reply =
        assertRefused(
            RawHttp.get("/" + "x".repeat(Listeners.MAX_REQUEST_LINE), "X-Correlation-ID: id 1"),
            414,
            "URI too long");
    assertThat(reply.header("X-Correlation-ID")).hasSize(36);
  }

  private static RawHttp.Reply assertRefused(String bytes, int status, String error) {
    return assertRefused(server.adapter.port(), bytes, status, error);
  }

  private static RawHttp.Reply assertRefused(int port, String bytes, int status, String error) {
    try (RawHttp http = new RawHttp(port)) {
      RawHttp.Reply reply = Objects.requireNonNull(http.send(bytes).read());
      assertThat(reply.status()).as(bytes).isEqualTo(status);
      assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(reply.header("Connection")).isEqualTo("close");
      assertThat(reply.header("X-Correlation-ID")).isNotEmpty();
      assertThat(reply.body())
          .startsWith("{\"type\":\"about:blank\",\"title\":\"")
          .endsWith("\"error\":\"" + error + "\"}");
      assertThat(http.read()).isNull();
      return reply;
    }
  }
}
