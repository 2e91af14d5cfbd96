package com.huleedu.ras.adapter.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Helidon itself refuses, before any routing: bytes that are no request. The
 * connection is closed after it.
 *
 * <p>Helidon answers 5xx to some of it (a request that ends too early, a strange method). Since no
 * line of RAS has run yet, nothing of that is the server's fault, and hostile bytes must not look
 * like an outage: all of it is 4xx here, but for another version of HTTP, whose sender has to hear
 * that it is the version (505).
 */
final class EarlyProblems implements DirectHandler {
  // The only way that Helidon tells the case: Http1HeadersParser throws with this message.
  private static final String HEADERS_TOO_LARGE = "Header size exceeded";

  // For any version but 1.0 and 1.1 Helidon hands over the whole line, and a slash, as the version.
  private static final Pattern OTHER_VERSION =
      Pattern.compile("[^ ]+ [^ ]+ HTTP/[0-9](\\.[0-9])?/");

  private final RequestMetrics metrics;

  private EarlyProblems(RequestMetrics metrics) {
    this.metrics = metrics;
  }

  static DirectHandlers handlers(RequestMetrics metrics) {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, new EarlyProblems(metrics));
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType eventType,
      Status defaultStatus,
      ServerResponseHeaders responseHeaders,
      @Nullable String message) {
    ErrorType error =
        isOfAnotherVersion(request, eventType)
            ? ErrorType.VERSION_NOT_SUPPORTED
            : errorType(defaultStatus, message);
    Answer answer = Answer.problem(error, detail(error), Target.pathOfWhole(request.path()));
    String correlationId = CorrelationId.of(correlationIds(request));
    TransportResponse.Builder response =
        TransportResponse.builder()
            .status(answer.status())
            .header(HeaderValues.create(RequestFilter.CORRELATION_ID, correlationId))
            .entity(answer.body())
            .keepAlive(false);
    answer.headers().forEach(response::header);
    metrics.record(
        Endpoint.UNKNOWN,
        Requests.methodTag(request.method()),
        answer.status().code(),
        error,
        Duration.ZERO);
    return response.build();
  }

  /** As Helidon read them, or, where it has not read all headers, as they came. */
  private static List<String> correlationIds(TransportRequest request) {
    return request.headers().size() > 0
        ? request.headers().all(RequestFilter.CORRELATION_ID, List::of)
        : TrackedConnection.received(RequestFilter.CORRELATION_ID);
  }

  private static boolean isOfAnotherVersion(TransportRequest request, EventType eventType) {
    return eventType == EventType.HTTP_VERSION_NOT_SUPPORTED
        || OTHER_VERSION.matcher(request.protocolVersion()).matches();
  }

  private static ErrorType errorType(Status status, @Nullable String message) {
    if (Objects.equals(message, HEADERS_TOO_LARGE)) {
      return ErrorType.HEADERS_TOO_LARGE;
    }
    if (status.code() == Status.REQUEST_URI_TOO_LONG_414.code()) {
      return ErrorType.URI_TOO_LONG;
    }
    return status.code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
        ? ErrorType.CONTENT_TOO_LARGE
        : ErrorType.INVALID_REQUEST;
  }

  private static String detail(ErrorType error) {
    return switch (error) {
      case HEADERS_TOO_LARGE -> "All headers together are too large.";
      case URI_TOO_LONG -> "The request line is too long.";
      case CONTENT_TOO_LARGE -> "Nothing here takes content of this size.";
      case VERSION_NOT_SUPPORTED ->
          "Only HTTP/1.1 is spoken here; a proxy in front may have to be told.";
      case INVALID_REQUEST,
          MISSING_AUTHENTICATION,
          INVALID_CREDENTIALS,
          NOT_FOUND,
          BATCH_NOT_FOUND,
          LETTER_NOT_FOUND,
          METHOD_NOT_ALLOWED,
          INTERNAL_ERROR,
          UNAVAILABLE,
          OVERLOADED ->
          "This is not a well-formed and complete HTTP/1.1 request.";
    };
  }
}
