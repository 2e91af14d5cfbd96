package com.huleedu.ras.adapter.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The content of requests, and where it ends. Content that stays on a connection would be taken for
 * the next request, and whatever reuses connections in front of us would hand the answer to a
 * stranger (RFC 9112, 9.6 and 11.2).
 */
final class Content {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final String CHUNKED = "chunked";

  private Content() {}

  /**
   * Why nobody can be sure where the content ends; empty if there is no doubt. Helidon takes what
   * it does not understand for no content at all.
   */
  static Optional<String> doubt(ServerRequest request) {
    List<String> encodings = Requests.header(request, HeaderNames.TRANSFER_ENCODING);
    List<String> lengths = Requests.header(request, HeaderNames.CONTENT_LENGTH);
    if (!encodings.isEmpty() && !encodings.equals(List.of(CHUNKED))) {
      return Optional.of("Transfer-Encoding can be chunked and nothing else.");
    }
    if (!encodings.isEmpty() && !lengths.isEmpty()) {
      return Optional.of("Content-Length and Transfer-Encoding exclude each other.");
    }
    return lengths.isEmpty()
            || (lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches())
        ? Optional.empty()
        : Optional.of("Content-Length has to be one whole number.");
  }

  /**
   * Whether content may be left on the connection after the answer, so that it has to end with it.
   * What was announced, and not asked for, may come all the same, and Helidon forgets its length;
   * where reading it broke off, Helidon would read on at the next line. Any other content is passed
   * over by Helidon, which closes where it can't.
   */
  static boolean mayBeLeft(ServerRequest request, Answer answer) {
    boolean brokeOff = answer.error() == ErrorType.CONTENT_TOO_LARGE;
    // As Helidon looks for it: in any case, beside other expectations.
    boolean announced =
        request.headers().contains(HeaderNames.EXPECT)
            && request.headers().containsToken(HeaderValues.EXPECT_100);
    return brokeOff
        || (announced && request.content().hasEntity() && !request.content().consumed());
  }
}
