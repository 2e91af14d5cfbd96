package com.huleedu.ras.adapter.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What endpoints have in common when they look at a request. */
final class Requests {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

  private Requests() {}

  /** The path as it was sent, without the scheme and authority that may be in front of it. */
  static String rawPath(ServerRequest request) {
    return Target.path(rawTarget(request));
  }

  /** All in front of the query, as it was sent. */
  static String rawTarget(ServerRequest request) {
    return request.prologue().uriPath().rawPath();
  }

  /** The values of all headers of that name, as sent. */
  static List<String> header(ServerRequest request, HeaderName name) {
    return request.headers().all(name, List::of);
  }

  /** The first value of the header; null if there is none. */
  static @Nullable String first(ServerRequest request, String name) {
    List<String> values = header(request, HeaderNames.create(name));
    return values.isEmpty() ? null : values.getFirst();
  }

  static boolean isHead(ServerRequest request) {
    return request.prologue().method().equals(Method.HEAD);
  }

  /** The method for metrics and logs: one constant for all that are not in use. */
  static String methodTag(String method) {
    return METHODS.contains(method) ? method : "OTHER";
  }

  /** Answers GET and HEAD; what is asked for does nothing but read. */
  static Answer onlyRead(
      ServerRequest request, BiFunction<Route, ServerRequest, Answer> endpoint, Route route) {
    Method method = request.prologue().method();
    if (method.equals(Method.GET) || method.equals(Method.HEAD)) {
      return endpoint.apply(route, request);
    }
    return Answer.methodNotAllowed("GET, HEAD", rawPath(request));
  }

  /** Answers POST; an endpoint here changes something. */
  static Answer onlyPost(
      ServerRequest request, BiFunction<Route, ServerRequest, Answer> endpoint, Route route) {
    return request.prologue().method().equals(Method.POST)
        ? endpoint.apply(route, request)
        : Answer.methodNotAllowed("POST", rawPath(request));
  }

  static Answer invalid(String detail, ServerRequest request) {
    return Answer.problem(ErrorType.INVALID_REQUEST, detail, rawPath(request));
  }

  /**
   * As {@link #notFound}; but OPTIONS may ask about the server as a whole, which is how some health
   * checks find out whether there is anybody (RFC 9110, 9.3.7).
   *
   * @param allowed the methods that something on this listener takes
   */
  static Answer notFoundUnlessServer(ServerRequest request, String allowed) {
    boolean server = Target.isServer(rawTarget(request));
    return server && request.prologue().method().equals(Method.OPTIONS)
        ? Answer.options(allowed)
        : notFound(request);
  }

  static Answer notFound(ServerRequest request) {
    return Answer.problem(ErrorType.NOT_FOUND, "There is nothing at this path.", rawPath(request));
  }
}
