package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.port.Health;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Health and metrics, for whoever asks. */
final class OperationsEndpoints {
  private static final Header JSON =
      HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json");
  private static final Header PROMETHEUS_TEXT =
      HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");

  private final Health health;
  private final Supplier<String> metricsText;
  private final String version;

  OperationsEndpoints(Health health, Supplier<String> metricsText, String version) {
    this.health = health;
    this.metricsText = metricsText;
    this.version = version;
  }

  Answer answer(Route route, ServerRequest request) {
    return switch (route.endpoint()) {
      case HEALTHZ, LIVEZ -> Requests.onlyRead(request, (_, _) -> verdict(health.alive()), route);
      case READYZ -> Requests.onlyRead(request, (_, _) -> verdict(health.ready()), route);
      case METRICS -> Requests.onlyRead(request, (_, _) -> metrics(), route);
      case GET_BATCH_STATUS,
          GET_USER_BATCHES,
          GET_SPELLCHECK_ERROR,
          GET_BATCH_ESSAYS,
          LIST_DEAD_LETTERS,
          SHOW_DEAD_LETTER,
          REPLAY_DEAD_LETTER,
          DISCARD_DEAD_LETTER,
          REPLAY_DEAD_LETTERS,
          DISCARD_DEAD_LETTERS ->
          Requests.notFound(request);
      case UNKNOWN -> Requests.notFoundUnlessServer(request, "GET, HEAD");
    };
  }

  private Answer metrics() {
    byte[] text = metricsText.get().getBytes(StandardCharsets.UTF_8);
    return Answer.of(Status.OK_200, PROMETHEUS_TEXT, text);
  }

  private Answer verdict(Health.Verdict verdict) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("status", verdict.ok() ? "healthy" : "unhealthy");
    members.put("service", "result_aggregator_service");
    members.put("version", version);
    if (!verdict.ok()) {
      members.put("reasons", verdict.reasons());
    }
    if (!verdict.notes().isEmpty()) {
      members.put("notes", verdict.notes());
    }
    byte[] body = FlatJson.write(members);
    return Answer.of(verdict.ok() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, JSON, body);
  }
}
