package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.Health;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {
  private static final Health.Verdict WELL = new Health.Verdict(List.of());
  private static final Health.Verdict ILL = new Health.Verdict(List.of("a \"reason\"", "another"));
  private static final String HEALTHY =
      "{\"status\":\"healthy\",\"service\":\"result_aggregator_service\",\"version\":\"1.2.3\"}";
  private static final String UNHEALTHY =
      "{\"status\":\"unhealthy\",\"service\":\"result_aggregator_service\",\"version\":\"1.2.3\","
          + "\"reasons\":[\"a \\\"reason\\\"\",\"another\"]}";

  private final TestServer server = new TestServer(new FakeBatches());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void health_liveness_and_readiness_on_both_ports() {
    for (int port : new int[] {server.adapter.port(), server.adapter.metricsPort()}) {
      assertHealth(port, WELL, WELL, 200, 200);
      assertHealth(port, WELL, ILL, 200, 503);
      assertHealth(port, ILL, WELL, 503, 200);
      assertHealth(port, ILL, ILL, 503, 503);
    }
  }

  @Test
  void what_is_worth_knowing_is_told_whether_ready_or_not() {
    server.ready = new Health.Verdict(List.of(), List.of("no topic x"));
    assertThat(get(server.adapter.port(), "/readyz").body())
        .isEqualTo(HEALTHY.replace("}", ",\"notes\":[\"no topic x\"]}"));
    server.ready = new Health.Verdict(ILL.reasons(), List.of("no topic x"));
    assertThat(get(server.adapter.port(), "/readyz").body())
        .isEqualTo(UNHEALTHY.replace("}", ",\"notes\":[\"no topic x\"]}"));
  }

  @Test
  void metrics_on_both_ports() {
    for (int port : new int[] {server.adapter.port(), server.adapter.metricsPort()}) {
      RawHttp.Reply reply = get(port, "/metrics");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Content-Type"))
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
      assertThat(reply.body()).contains("# TYPE ras_api_requests_total counter");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/v1/batches/b/status",
        "/internal/v1/batches/user/u",
        "/internal",
        "/",
        "/nope"
      })
  void the_metrics_port_serves_nothing_else(String target) {
    try (RawHttp http = new RawHttp(server.adapter.metricsPort())) {
      RawHttp.Reply reply = http.send(RawHttp.get(target, TestServer.CREDENTIALS)).read();
      assertThat(Objects.requireNonNull(reply).status()).isEqualTo(404);
      assertThat(reply.body()).contains("\"error\":\"Not found\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/healthz/",
        "/HEALTHZ",
        "//healthz",
        "/x/../healthz",
        "/health%7A",
        "/metrics/x",
        "/é"
      })
  void an_unknown_path_is_not_found(String target) {
    RawHttp.Reply reply = get(server.adapter.port(), target);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("\"error\":\"Not found\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"})
  void a_method_that_changes_something_is_not_allowed(String method) {
    for (String target :
        List.of(
            "/healthz",
            "/livez",
            "/readyz",
            "/metrics",
            "/internal/v1/batches/b/status",
            "/internal/v1/batches/user/u")) {
      RawHttp.Reply reply =
          server.anonymous(RawHttp.request(method, target, TestServer.CREDENTIALS));
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.header("Allow")).isEqualTo("GET, HEAD");
      assertThat(reply.body()).contains("\"error\":\"Method not allowed\"");
    }
  }

  @Test
  void a_query_string_does_no_harm() {
    assertThat(get(server.adapter.port(), "/healthz?x=%zz").status()).isEqualTo(200);
  }

  private void assertHealth(
      int port, Health.Verdict alive, Health.Verdict ready, int live, int readiness) {
    server.alive = alive;
    server.ready = ready;
    assertVerdict(get(port, "/healthz"), live);
    assertVerdict(get(port, "/livez"), live);
    assertVerdict(get(port, "/readyz"), readiness);
  }

  private static void assertVerdict(RawHttp.Reply reply, int status) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.body()).isEqualTo(status == 200 ? HEALTHY : UNHEALTHY);
  }

  private static RawHttp.Reply get(int port, String target) {
    try (RawHttp http = new RawHttp(port)) {
      return Objects.requireNonNull(http.send(RawHttp.get(target)).read());
    }
  }
}
