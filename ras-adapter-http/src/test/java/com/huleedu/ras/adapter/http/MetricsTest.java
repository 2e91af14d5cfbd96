package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
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
