package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.Tracing;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes every request of a listener from its headers to its answer. It is a filter that never
 * proceeds, because Helidon's routing behind filters decodes and normalises the path (see {@link
 * Route}).
 */
final class RequestFilter implements Filter {
  static final HeaderName CORRELATION_ID = HeaderNames.create("X-Correlation-ID");

  /**
   * What is counted instead of the status of an answer that could not be sent, which as a rule is
   * because the client was gone. No answer says so; the number is the one that nginx made usual.
   */
  static final int NOT_DELIVERED = 499;

  private final Function<String, Route> routes;
  private final BiFunction<Route, ServerRequest, Answer> endpoints;
  private final RequestMetrics metrics;
  private final UnsentAnswers unsent;
  private final Tracing tracing;
  private final AnswerLog log = new AnswerLog(System::nanoTime);

  /** Without traces. */
  RequestFilter(
      Function<String, Route> routes,
      BiFunction<Route, ServerRequest, Answer> endpoints,
      RequestMetrics metrics,
      UnsentAnswers unsent) {
    this(routes, endpoints, metrics, unsent, Tracing.OFF);
  }

  /**
   * @param routes finds the route of a raw path
   * @param unsent of all listeners together
   */
  RequestFilter(
      Function<String, Route> routes,
      BiFunction<Route, ServerRequest, Answer> endpoints,
      RequestMetrics metrics,
      UnsentAnswers unsent,
      Tracing tracing) {
    this.unsent = unsent;
    this.tracing = tracing;
    this.routes = routes;
    this.endpoints = endpoints;
    this.metrics = metrics;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    long start = System.nanoTime();
    TrackedConnection.requestIsWhole();
    Route route = routes.apply(Requests.rawPath(request));
    String correlationId = CorrelationId.of(Requests.header(request, CORRELATION_ID));
    LogContext.put(LogContext.CORRELATION_ID, correlationId);
    try (Tracing.Span span = span(route, request)) {
      Optional<String> doubt =
          Content.doubt(request).or(() -> Target.doubt(Requests.rawTarget(request)));
      Answer answer =
          doubt
              .map(detail -> Requests.invalid(detail, request))
              .orElseGet(() -> answer(route, request));
      boolean last = doubt.isPresent() || Content.mayBeLeft(request, answer);
      int status = NOT_DELIVERED;
      ErrorType error = answer.error();
      try {
        Sending sending = new Sending(last, correlationId, request, response);
        Answer sent = deliver(answer, unsent.of(route.endpoint()), sending);
        status = sent.status().code();
        error = sent.error();
      } finally {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        span.answered(status);
        done(route, request, status, error, took);
      }
    } finally {
      LogContext.clear();
      TrackedConnection.requestEnds(
          response.headers().contains(HeaderNames.CONNECTION)
              && response.headers().containsToken(HeaderValues.CONNECTION_CLOSE));
    }
  }

  private Tracing.Span span(Route route, ServerRequest request) {
    Endpoint endpoint = route.endpoint();
    String path = endpoint.path();
    if (path == null) {
      return Tracing.NO_SPAN;
    }
    String method = Requests.methodTag(request.prologue().method().text());
    Tracing.Span span = tracing.serving(method, path, request, Requests::first);
    String traceId = span.traceId();
    if (traceId != null) {
      LogContext.put(LogContext.TRACE_ID, traceId);
    }
    return span;
  }

  private Answer answer(Route route, ServerRequest request) {
    try {
      return endpoints.apply(route, request);
    } catch (RuntimeException | Error e) {
      return failed(e, request);
    }
  }

  private Answer failed(Throwable failure, ServerRequest request) {
    if (failure instanceof UnavailableException away) {
      log.unavailable(away);
      return unavailable(away, Requests.rawPath(request));
    }
    log.failed(failure);
    return Answer.problem(
        ErrorType.INTERNAL_ERROR,
        "The request could not be answered; the log has more under its correlation id.",
        Requests.rawPath(request));
  }

  private static Answer unavailable(UnavailableException e, String rawPath) {
    return e.isOverloaded()
        ? Answer.problem(
            ErrorType.OVERLOADED,
            "More is asked for than can be answered at present. Try again.",
            rawPath)
        : Answer.problem(
            ErrorType.UNAVAILABLE,
            "A server that is needed to answer is not available. Try again.",
            rawPath);
  }

  /**
   * Sends the answer; where there is no room for it, or it can't be written, and nothing of it was,
   * that this is so: Helidon would take that for a failure of the client's.
   *
   * @return what was sent
   */
  private Answer deliver(Answer answer, UnsentAnswers.Room room, Sending sending) {
    try {
      int taken = room.take(answer.body().length);
      try {
        sending.send(answer);
      } finally {
        room.giveBack(taken);
      }
      return answer;
    } catch (RuntimeException | Error failure) {
      // Helidon may forget it together with the answer, and take it for the next request.
      boolean content = sending.request().content().hasEntity();
      if (failure instanceof CloseConnectionException || !sending.response().reset()) {
        throw failure;
      }
      Answer instead = failed(failure, sending.request());
      sending.asLastIf(content).send(instead);
      return instead;
    }
  }

  /**
   * How an answer goes to its client.
   *
   * @param last whether it is the last on its connection
   */
  private record Sending(
      boolean last, String correlationId, RoutingRequest request, RoutingResponse response) {
    private Sending asLastIf(boolean it) {
      return new Sending(last || it, correlationId, request, response);
    }

    private void send(Answer answer) {
      response.status(answer.status());
      answer.headers().forEach(response::header);
      response.header(HeaderValues.create(CORRELATION_ID, correlationId));
      if (last || TrackedConnection.isClosing()) {
        response.header(HeaderValues.CONNECTION_CLOSE);
      }
      if (Requests.isHead(request)) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, answer.body().length));
        response.send();
      } else {
        response.send(answer.body());
      }
    }
  }

  private void done(
      Route route, ServerRequest request, int status, @Nullable ErrorType error, Duration took) {
    String method = Requests.methodTag(request.prologue().method().text());
    metrics.record(route.endpoint(), method, status, error, took);
    log.done(route.endpoint(), method, status, error, took);
  }
}
