package com.huleedu.ras.adapter.http;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an endpoint answers in use, among errors too. Each such series is there before it counts
 * anything: a rate or an increase does not see the one with which a series begins.
 */
final class UsualSeries {
  private static final Set<Endpoint> OPERATIONS =
      EnumSet.of(
          Endpoint.HEALTHZ,
          Endpoint.LIVEZ,
          Endpoint.STARTEDZ,
          Endpoint.READYZ,
          Endpoint.READYZ_ANSWERING,
          Endpoint.READYZ_PROJECTING,
          Endpoint.METRICS);
  private static final Set<Endpoint> ORDERS =
      EnumSet.of(
          Endpoint.REPLAY_DEAD_LETTER,
          Endpoint.DISCARD_DEAD_LETTER,
          Endpoint.REPLAY_DEAD_LETTERS,
          Endpoint.DISCARD_DEAD_LETTERS);

  /** What ends a request before anybody knows where it goes. */
  private static final Set<ErrorType> EARLY =
      EnumSet.of(
          ErrorType.URI_TOO_LONG, ErrorType.HEADERS_TOO_LARGE, ErrorType.VERSION_NOT_SUPPORTED);

  private UsualSeries() {}

  /** The method that an endpoint is for. */
  static String method(Endpoint endpoint) {
    return ORDERS.contains(endpoint) ? "POST" : "GET";
  }

  /** The statuses of an endpoint by method; 499 stands for an answer that could not be sent. */
  static Map<String, List<Integer>> statuses(Endpoint endpoint) {
    if (OPERATIONS.contains(endpoint)) {
      return Map.of("GET", List.of(200, 400, 499, 500, 503), "POST", List.of(405));
    }
    if (endpoint == Endpoint.UNKNOWN) {
      return Map.of(
          "GET", List.of(400, 401, 404, 413, 431, 499, 505),
          "POST", List.of(400, 401, 404, 413),
          "OTHER", List.of(400, 414));
    }
    return ORDERS.contains(endpoint)
        ? Map.of(
            "POST", List.of(200, 400, 401, 404, 413, 499, 500, 503), "GET", List.of(400, 401, 405))
        : Map.of("GET", List.of(200, 304, 400, 401, 404, 499, 500, 503), "POST", List.of(401, 405));
  }

  /** The errors of an endpoint. */
  static Set<ErrorType> errors(Endpoint endpoint) {
    if (OPERATIONS.contains(endpoint)) {
      Set<ErrorType> errors =
          EnumSet.of(
              ErrorType.INVALID_REQUEST, ErrorType.METHOD_NOT_ALLOWED, ErrorType.INTERNAL_ERROR);
      if (endpoint == Endpoint.METRICS) {
        errors.add(ErrorType.OVERLOADED);
      }
      return errors;
    }
    return endpoint == Endpoint.UNKNOWN
        ? EnumSet.allOf(ErrorType.class)
        : EnumSet.complementOf(EnumSet.copyOf(EARLY));
  }
}
