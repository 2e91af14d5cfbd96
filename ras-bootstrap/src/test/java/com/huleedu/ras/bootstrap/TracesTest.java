package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.embedded.CollectedSpan;
import com.huleedu.ras.embedded.TraceCollector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a collector learns of messages and requests that the whole service works on. */
class TracesTest {
  private static final String SENT = "11111111111111111111111111111111";
  private static final String BROKEN = "22222222222222222222222222222222";
  private static final String ASKED = "33333333333333333333333333333333";
  private static final String SPAN = "4444444444444444";
  private static final String ROUTE = "GET /internal/v1/batches/{batch_id}/status";

  @Test
  void aMessageAndARequestAreFollowedToTheServers() throws Exception {
    try (TraceCollector collector = TraceCollector.start()) {
      Deployment deployment =
          new Deployment("traces")
              .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
              .with("OTEL_BSP_SCHEDULE_DELAY", "100");
      try (RasService service = deployment.start();
          Log log = new Log(deployment)) {
        log.publishAll(
            List.of(outcome("completed_successfully", SENT), outcome("no status at all", BROKEN)));
        log.awaitAcknowledged();
        assertThat(ask(service.port())).isEqualTo(404);
        new Api(service.port()).get("/readyz");
        showsExemplars(service.metricsPort());
        // A stop waits a second for what is still to be sent: too short on a busy machine.
        String letter = "dead_letter " + deployment.topic(Topics.DEFAULT.phaseOutcome());
        Awaitility.await().until(() -> !collector.spans(ROUTE).isEmpty());
        Awaitility.await().until(() -> !collector.spans(letter).isEmpty());
        Awaitility.await().until(() -> !polls(collector).isEmpty());
      }

      showsThePoll(collector, deployment.topic(Topics.DEFAULT.phaseOutcome()));
      showsTheRequest(collector);
      assertThat(collector.spans(span -> span.kind().equals("SERVER"))).hasSize(1);
      assertThat(collector.spans().toString()).doesNotContain("traced-batch");
    }
  }

  /** Alone in the form that can hold them. */
  private static void showsExemplars(int port) throws IOException, InterruptedException {
    assertThat(metrics(port, "text/plain")).doesNotContain("trace_id");
    String open = metrics(port, "application/openmetrics-text");
    assertThat(open)
        .containsPattern(
            "(?m)^ras_event_freshness_seconds_bucket\\{le=\"[^\"]+\"\\} \\d+ # "
                + "\\{span_id=\"[0-9a-f]{16}\",trace_id=\"[0-9a-f]{32}\"\\} ")
        .containsPattern(
            "(?m)^ras_api_request_duration_seconds_bucket\\{.* # \\{span_id=.*,trace_id=\""
                + ASKED);
  }

  private static String metrics(int port, String form) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .header("Accept", form)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static void showsThePoll(TraceCollector collector, String topic) {
    CollectedSpan poll =
        polls(collector).stream()
            .filter(span -> span.name().equals("project " + topic))
            .findFirst()
            .orElseThrow();
    assertThat(poll.parentId()).isEmpty();
    assertThat(names(collector, poll.traceId()))
        .contains("find_marks", "project", "advance_positions", "record_phase_outcomes");

    CollectedSpan letter = only(collector, "dead_letter " + topic);
    assertThat(letter.traceId()).isEqualTo(BROKEN);
    assertThat(letter.parentId()).isEqualTo(SPAN);
    assertThat(letter.failed()).isTrue();
  }

  private static List<CollectedSpan> polls(TraceCollector collector) {
    return collector.spans(span -> span.links().contains(SENT));
  }

  private static void showsTheRequest(TraceCollector collector) {
    CollectedSpan request = only(collector, ROUTE);
    assertThat(request.traceId()).isEqualTo(ASKED);
    assertThat(request.parentId()).isEqualTo(SPAN);
    assertThat(request.attributes()).containsEntry("http.response.status_code", "404");
    assertThat(names(collector, ASKED)).contains("find_batch", "get_batch");
    assertThat(only(collector, "find_batch").attributes())
        .containsAllEntriesOf(Map.of("db.system.name", "redis", "ras.cache.lookup", "miss"));
  }

  private static List<String> names(TraceCollector collector, String traceId) {
    return collector.spans(span -> span.traceId().equals(traceId)).stream()
        .map(CollectedSpan::name)
        .toList();
  }

  private static CollectedSpan only(TraceCollector collector, String name) {
    assertThat(collector.spans(name)).as("%s of %s", name, collector.spans()).hasSize(1);
    return collector.spans(name).getFirst();
  }

  private static int ask(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/internal/v1/batches/traced-batch/status"))
            .header("X-Internal-API-Key", Deployment.API_KEY)
            .header("X-Service-ID", Deployment.SERVICE_ID)
            .header("traceparent", "00-%s-%s-01".formatted(ASKED, SPAN))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static ScenarioEvent outcome(String status, String trace) {
    String json =
        """
        {"event_type":"x","source_service":"s","event_timestamp":"2026-03-01T08:00:00Z",
         "metadata":{"traceparent":"00-%s-%s-01"},"data":
         {"batch_id":"traced-batch","phase_name":"nlp","phase_status":"%s","processed_essays":[],"failed_essay_ids":[]}}
        """
            .formatted(trace, SPAN, status);
    return new ScenarioEvent(
        Topics.DEFAULT.phaseOutcome(), null, json.getBytes(StandardCharsets.UTF_8));
  }
}
