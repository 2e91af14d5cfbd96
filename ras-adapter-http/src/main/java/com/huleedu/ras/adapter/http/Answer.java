package com.huleedu.ras.adapter.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A finished answer.
 *
 * @param headers all but those that every answer has
 * @param error null unless it is a problem
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record Answer(Status status, byte[] body, List<Header> headers, @Nullable ErrorType error) {
  static final Header JSON = HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json");
  private static final Header RETRY_AFTER = HeaderValues.create(HeaderNames.RETRY_AFTER, 2);
  private static final Header NO_STORE = HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store");
  private static final Header PROBLEM_JSON =
      HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json");
  // HTTP wants a challenge with every 401; there is no registered scheme for plain keys.
  private static final Header CHALLENGE =
      HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "ApiKey realm=\"ras\"");

  Answer {
    headers = List.copyOf(headers);
  }

  static Answer of(Status status, Header contentType, byte[] body) {
    return new Answer(status, body, List.of(contentType, NO_STORE), null);
  }

  /**
   * What the server as a whole can do.
   *
   * @param allowed the methods, as the header Allow has them
   */
  static Answer options(String allowed) {
    return new Answer(
        Status.OK_200,
        new byte[0],
        List.of(HeaderValues.create(HeaderNames.ALLOW, allowed), NO_STORE),
        null);
  }

  /**
   * A problem (RFC 9457).
   *
   * @param detail for the client's developer; never an internal message
   */
  static Answer problem(ErrorType type, String detail, String rawPath) {
    return problem(type, detail, rawPath, extra(type));
  }

  /**
   * A problem of the method.
   *
   * @param allowed the methods that are, as the header Allow has them
   */
  static Answer methodNotAllowed(String allowed, String rawPath) {
    return problem(
        ErrorType.METHOD_NOT_ALLOWED,
        "Only %s allowed here."
            .formatted(allowed.replace(", ", " and ") + (allowed.contains(",") ? " are" : " is")),
        rawPath,
        Stream.of(HeaderValues.create(HeaderNames.ALLOW, allowed)));
  }

  private static Answer problem(
      ErrorType type, String detail, String rawPath, Stream<Header> extra) {
    Status status = type.status();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", status.reasonPhrase());
    members.put("status", status.code());
    members.put("detail", detail);
    members.put("instance", Percent.reference(rawPath));
    members.put("error", type.error());
    byte[] body = FlatJson.write(members);
    return new Answer(
        status, body, Stream.concat(Stream.of(PROBLEM_JSON, NO_STORE), extra).toList(), type);
  }

  private static Stream<Header> extra(ErrorType type) {
    return switch (type) {
      case MISSING_AUTHENTICATION, INVALID_CREDENTIALS -> Stream.of(CHALLENGE);
      case UNAVAILABLE, OVERLOADED -> Stream.of(RETRY_AFTER);
      case INVALID_REQUEST,
          NOT_FOUND,
          BATCH_NOT_FOUND,
          LETTER_NOT_FOUND,
          METHOD_NOT_ALLOWED,
          CONTENT_TOO_LARGE,
          URI_TOO_LONG,
          HEADERS_TOO_LARGE,
          INTERNAL_ERROR,
          VERSION_NOT_SUPPORTED ->
          Stream.empty();
    };
  }
}
