package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.port.Health;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Health and metrics, for whoever asks. */
final class OperationsEndpoints {
  private static final Header JSON =
      HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json");
  private final Health health;
  private final MetricsText metricsText;
  private final String version;

  OperationsEndpoints(Health health, UnaryOperator<String> metricsText, String version) {
    this.health = health;
    this.metricsText = new MetricsText(metricsText);
    this.version = version;
  }

  Answer answer(Route route, ServerRequest request) {
    return switch (route.endpoint()) {
      case HEALTHZ, LIVEZ -> verdict(route, Health::alive, request);
      case STARTEDZ -> verdict(route, Health::started, request);
      case READYZ, READYZ_PROJECTING -> verdict(route, Health::ready, request);
      case READYZ_ANSWERING -> verdict(route, Health::answering, request);
      case METRICS -> Requests.onlyRead(request, (_, asked) -> metrics(asked), route);
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

  private Answer metrics(ServerRequest request) {
    String form = MetricsForm.accepted(Requests.header(request, HeaderNames.ACCEPT));
    return Answer.of(
        Status.OK_200, HeaderValues.create(HeaderNames.CONTENT_TYPE, form), metricsText.in(form));
  }

  private Answer verdict(
      Route route, Function<Health, Health.Verdict> question, ServerRequest request) {
    return Requests.onlyRead(
        request, (_, asked) -> verdict(question.apply(health), isVerbose(asked)), route);
  }

  /** Looked for in the query as it was sent: nothing else in it has to make sense. */
  private static boolean isVerbose(ServerRequest request) {
    return Stream.of(request.query().rawValue().split("&", -1))
        .anyMatch(parameter -> parameter.equals("verbose") || parameter.startsWith("verbose="));
  }

  private Answer verdict(Health.Verdict verdict, boolean verbose) {
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
    if (verbose) {
      members.put("checks", verdict.checks().stream().map(OperationsEndpoints::check).toList());
    }
    byte[] body = FlatJson.write(members);
    return Answer.of(verdict.ok() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, JSON, body);
  }

  private static Map<String, Object> check(Health.Check check) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("check", check.name());
    members.put("ok", check.ok());
    members.put("since", check.since().toString());
    check.lastSuccess().ifPresent(last -> members.put("last_success", last.toString()));
    if (!check.ok()) {
      members.put("reasons", check.reasons());
    }
    return members;
  }
}
