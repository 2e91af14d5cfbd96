package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP allows a client to send, and a client, a proxy or a health check does send. */
class LegalFormsTest {
  private static final String STATUS = "/internal/v1/batches/b%2F1/status";
  private static final String LETTERS = "/internal/v1/dead-letters";
  private static TestServer server;

  @BeforeAll
  static void start() {
    FakeBatches batches = new FakeBatches();
    batches.bodies.put("b/1", "{\"batch\":1}");
    server = new TestServer(batches);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ras:4003",
        "https://ras",
        "HTTP://RAS:",
        "http://[::1]:4003",
        "http://127.0.0.1:80",
        "http://a_b.c~d%2d!$&'()*+,;=x"
      })
  void a_target_may_have_scheme_and_authority(String origin) {
    assertThat(api("GET", origin + "/healthz").status()).isEqualTo(200);
    assertThat(api("GET", origin + STATUS).body()).isEqualTo("{\"batch\":1}");
    assertThat(api("HEAD", origin + STATUS).status()).isEqualTo(200);
    assertThat(api("GET", origin + "/internal/v1/batches/user/u?limit=5").status()).isEqualTo(200);
    assertThat(api("POST", origin + STATUS).status()).isEqualTo(405);
    assertThat(metrics("GET", origin + "/metrics").status()).isEqualTo(200);
    assertThat(admin("GET", origin + LETTERS + "?limit=5").status()).isEqualTo(200);
    assertThat(admin("POST", origin + LETTERS + "/7/replay").status()).isNotEqualTo(401);
  }

  /** The path below is what counts, for who may ask as for what is said about it. */
  @Test
  void credentials_are_asked_for_and_problems_named_as_with_the_path_alone() {
    String target = "http://ras:4003" + STATUS;
    for (int port : new int[] {server.adapter.port(), server.adapter.adminPort()}) {
      RawHttp.Reply refused = ask(port, RawHttp.get(target));
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.body()).contains("\"instance\":\"" + STATUS + "\"");
    }
    assertThat(metrics("GET", target).status()).isEqualTo(404);
    assertThat(api("GET", "http://ras/internal/v1/batches/user/u?limit=0").body())
        .contains("\"instance\":\"/internal/v1/batches/user/u\"", "limit is");
    assertThat(api("GET", "http://ras").body()).contains("\"instance\":\"/\"");
    assertThat(api("GET", "http://ras?x=/healthz").status()).isEqualTo(404);
    assertThat(api("GET", "http://ras//healthz").status()).isEqualTo(404);
  }

  /** Also of the authority that wins nothing: RFC 9112 3.2 wants one Host with every request. */
  @Test
  void the_authority_wins_over_a_host_which_has_to_be_there_all_the_same() {
    assertThat(
            server
                .anonymous("GET http://ras:4003/healthz HTTP/1.1\r\nHost: another:1\r\n\r\n")
                .status())
        .isEqualTo(200);
    assertThat(server.anonymous("GET http://ras:4003/healthz HTTP/1.1\r\n\r\n").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http:///healthz",
        "http://:4003/healthz",
        "http://user@ras/healthz",
        "http://user:secret@ras:4003/healthz",
        "http://ras:x/healthz",
        "http://ras:4003:1/healthz",
        "http://[::1/healthz",
        "http://r\"as/healthz"
      })
  void an_authority_that_is_none_is_refused(String target) {
    RawHttp.Reply reply = api("GET", target);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("\"error\":\"Invalid request\"").doesNotContain("secret");
  }

  /** There are no such things here; neither is it a way around the credentials. */
  @ParameterizedTest
  @ValueSource(strings = {"ftp://ras/healthz", "http:/healthz", "ras:4003", "healthz", "*"})
  void a_target_of_another_kind_is_not_found(String target) {
    assertThat(api("GET", target).status()).isEqualTo(404);
    assertThat(metrics("GET", target).status()).isEqualTo(404);
    assertThat(ask(server.adapter.adminPort(), RawHttp.get(target)).status()).isEqualTo(401);
  }

  /** RFC 9110 9.3.7: a way to ask whether there is anybody, which some health checks use. */
  @ParameterizedTest
  @ValueSource(strings = {"*", "http://ras:4003"})
  void options_of_the_whole_server_are_answered(String target) {
    assertOptions(api("OPTIONS", target), "GET, HEAD");
    assertOptions(metrics("OPTIONS", target), "GET, HEAD");
    assertOptions(admin("OPTIONS", target), "GET, HEAD, POST");
    assertThat(ask(server.adapter.adminPort(), RawHttp.request("OPTIONS", target)).status())
        .isEqualTo(401);
  }

  private static void assertOptions(RawHttp.Reply reply, String allowed) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Allow")).isEqualTo(allowed);
    assertThat(reply.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "?&", "?=", "?limit=&status=", "?/?", "?a=%20+b"})
  void an_empty_or_unknown_query_does_no_harm(String query) {
    assertThat(api("GET", "/healthz" + query).status()).isEqualTo(200);
    assertThat(api("GET", STATUS + query).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Empty:",
        "X-Blank:  ",
        "X-Tight:v",
        "X-Tab:\ta\tb\t",
        "X-Latin: caf\u00E9",
        "!#$%&'*+-.^_`|~9: token",
        "Host2: h",
        "Expect: 100-Continue",
        "Connection: Keep-Alive, TE",
        "TE: trailers",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
        "Via: 1.0 proxy\r\nX-Forwarded-For: ::1",
        "Accept: text/html\r\nRange: bytes=0-1"
      })
  void a_header_of_any_legal_form_is_taken(String header) {
    assertThat(server.get(STATUS, header).body()).isEqualTo("{\"batch\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"r_a_s:4003", "[::1]", "[::1]:4003", "ras", "RAS:1", "a%2db"})
  void a_host_of_any_usual_form_is_taken(String host) {
    assertThat(server.anonymous("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 3', 'abc'",
    "'Transfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n'"
  })
  void content_of_a_get_is_taken_and_passed_over(String framing, String content) {
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      http.send(RawHttp.get("/healthz", framing) + content + RawHttp.get("/livez"));
      assertThat(Stream.of(http.read(), http.read()).map(Objects::requireNonNull))
          .allMatch(reply -> reply.status() == 200);
    }
  }

  private static RawHttp.Reply api(String method, String target) {
    return ask(server.adapter.port(), RawHttp.request(method, target, TestServer.CREDENTIALS));
  }

  private static RawHttp.Reply metrics(String method, String target) {
    return ask(
        server.adapter.metricsPort(), RawHttp.request(method, target, TestServer.CREDENTIALS));
  }

  private static RawHttp.Reply admin(String method, String target) {
    return ask(server.adapter.adminPort(), RawHttp.request(method, target, TestServer.CREDENTIALS));
  }

  private static RawHttp.Reply ask(int port, String request) {
    try (RawHttp http = new RawHttp(port)) {
      return Objects.requireNonNull(http.send(request).read(request.startsWith("HEAD ")));
    }
  }
}
