package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsTest {
  private static final List<String> TARGETS =
      List.of(
          "/healthz",
          "/livez",
          "/readyz",
          "/metrics",
          "/",
          "/internal",
          "/internal/v1/batches/b/status",
          "/internal/v1/batches/none/status",
          "/internal/v1/batches/%zz/status",
          "/internal/v1/batches/user/u?limit=0",
          "/internal/v1/batches/b/essays/e/spellcheck-error");
  private static final List<String> LETTERS =
      List.of(
          "/",
          "/internal/v1/dead-letters?limit=0",
          "/internal/v1/dead-letters/1",
          "/internal/v1/dead-letters/1/replay",
          "/internal/v1/dead-letters/1/discard",
          "/internal/v1/dead-letters/replay",
          "/internal/v1/dead-letters/discard");

  private final FakeBatches batches = new FakeBatches();
  private final TestServer server = new TestServer(batches);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void the_usual_series_exist_from_the_start() {
    assertThat(server.metrics.scrape())
        .contains(
            requests("get_batch_status", "GET", 200) + " 0.0",
            requests("get_user_batches", "GET", 401) + " 0.0",
            errors("get_batch_status", "batch_not_found") + " 0.0",
            errors("get_user_batches", "invalid_credentials") + " 0.0",
            "ras_api_request_duration_seconds_bucket{endpoint=\"get_batch_status\",method=\"GET\",le=\"0.01\"} 0",
            "ras_api_request_duration_seconds_count{endpoint=\"get_user_batches\",method=\"GET\"} 0");
  }

  @Test
  void every_answer_counts() {
    batches.bodies.put("b", "{}");
    String batch = "/internal/v1/batches/b/status";
    String tag = server.get(batch).header("ETag");
    server.get(batch, "If-None-Match: " + tag);
    server.get("/internal/v1/batches/nope/status");
    server.get("/internal/v1/batches/%zz/status");
    server.anonymous(RawHttp.get(batch));
    server.anonymous(RawHttp.get(batch, "X-Service-ID: s", "X-Internal-API-Key: k"));
    server.anonymous(RawHttp.request("BREW", batch, TestServer.CREDENTIALS));
    server.get("/internal/v1/batches/user/u");
    server.get("/internal/v1/batches/user/u?limit=0");
    server.anonymous(RawHttp.get("/a/path/of/a/stranger"));
    server.anonymous("hello\r\n\r\n");

    assertCounts(
        requests("get_batch_status", "GET", 200) + " 1.0",
        requests("get_batch_status", "GET", 304) + " 1.0",
        requests("get_batch_status", "GET", 404) + " 1.0",
        requests("get_batch_status", "GET", 400) + " 1.0",
        requests("get_batch_status", "GET", 401) + " 2.0",
        requests("get_batch_status", "OTHER", 405) + " 1.0",
        requests("get_user_batches", "GET", 200) + " 1.0",
        requests("get_user_batches", "GET", 400) + " 1.0",
        requests("unknown", "GET", 404) + " 1.0",
        requests("unknown", "OTHER", 400) + " 1.0",
        errors("get_batch_status", "batch_not_found") + " 1.0",
        errors("get_batch_status", "missing_authentication") + " 1.0",
        errors("get_batch_status", "invalid_credentials") + " 1.0",
        errors("get_batch_status", "invalid_request") + " 1.0",
        errors("get_batch_status", "method_not_allowed") + " 1.0",
        errors("unknown", "not_found") + " 1.0",
        errors("unknown", "invalid_request") + " 1.0",
        "ras_api_request_duration_seconds_count{endpoint=\"get_batch_status\",method=\"GET\"} 6");
    assertThat(server.metrics.scrape()).doesNotContain("stranger", "BREW");
  }

  @ParameterizedTest
  @EnumSource(Endpoint.class)
  void eachEndpointHasItsSeriesFromTheStart(Endpoint endpoint) {
    String method = UsualSeries.method(endpoint);
    assertThat(server.metrics.scrape())
        .contains(
            requests(endpoint.tag(), method, 400) + " 0.0",
            requests(endpoint.tag(), method, 499) + " 0.0",
            errors(endpoint.tag(), "invalid_request") + " 0.0",
            "ras_api_request_duration_seconds_count{endpoint=\"%s\",method=\"%s\"} 0"
                .formatted(endpoint.tag(), method));
  }

  @Test
  void whatIsTooLargeToBeSentBesideOthersHasItsSeriesFromTheStart() {
    assertThat(server.metrics.scrape())
        .contains(
            errors("get_batch_status", "overloaded") + " 0.0",
            errors("show_dead_letter", "overloaded") + " 0.0",
            errors("metrics", "overloaded") + " 0.0");
  }

  /** What {@code increase()} would miss. */
  @Test
  void noUsualRequestBeginsASeries() {
    batches.bodies.put("b", "{}");
    Set<String> before = series();
    int sent = 0;
    for (int port : new int[] {server.adapter.port(), server.adapter.adminPort()}) {
      boolean admin = port == server.adapter.adminPort();
      for (String target : admin ? LETTERS : TARGETS) {
        sent += ask(port, RawHttp.get(target, TestServer.CREDENTIALS));
        sent += ask(port, RawHttp.get(target));
        sent += ask(port, RawHttp.get(target, "X-Service-ID: s", "X-Internal-API-Key: k"));
        sent += ask(port, RawHttp.get(target, "Content-Length: 1, 1"));
        sent += ask(port, RawHttp.get(target, "If-None-Match: *", TestServer.CREDENTIALS[0]));
        sent += ask(port, RawHttp.request("POST", target, TestServer.CREDENTIALS));
        sent += ask(port, RawHttp.get(target).replace("1.1", "1.0"));
      }
      sent += ask(port, "hello\r\n\r\n");
      sent += ask(port, RawHttp.get("/" + "x".repeat(Listeners.MAX_REQUEST_LINE)));
      sent += ask(port, RawHttp.get("/healthz", "X: " + "x".repeat(Listeners.MAX_HEADERS)));
      sent += ask(port, RawHttp.get("/healthz", "Content-Length: 99999"));
    }
    int all = sent;
    Awaitility.await().until(() -> counted() == all);
    assertThat(series()).isSubsetOf(before);
  }

  private double counted() {
    return server.metrics.get("ras.api.requests").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private Set<String> series() {
    return server
        .metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith("ras_api_requests") || line.startsWith("ras_api_errors"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  private static int ask(int port, String request) {
    try (RawHttp http = new RawHttp(port)) {
      assertThat(http.send(request).read()).isNotNull();
      return 1;
    }
  }

  private void assertCounts(String... series) {
    // An answer is counted just after its last byte was sent.
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(server.metrics.scrape()).contains(series));
  }

  private static String requests(String endpoint, String method, int status) {
    return "ras_api_requests_total{endpoint=\"%s\",method=\"%s\",status_code=\"%d\"}"
        .formatted(endpoint, method, status);
  }

  private static String errors(String endpoint, String type) {
    return "ras_api_errors_total{endpoint=\"%s\",error_type=\"%s\"}".formatted(endpoint, type);
  }
}
