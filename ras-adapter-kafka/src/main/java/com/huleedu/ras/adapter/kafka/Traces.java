package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The trace that a message is part of (W3C Trace Context), as its envelope or a header has it. */
final class Traces {
  private static final String TRACEPARENT = "traceparent";
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private Traces() {}

  /** The id of the trace; null where nothing is said that has the form of one. */
  static @Nullable String traceId(Message.Decoded message) {
    return Stream.concat(Stream.ofNullable(message.traceparent()), header(message.raw()))
        .map(FORM::matcher)
        .filter(Matcher::matches)
        .map(form -> form.group(1))
        .findFirst()
        .orElse(null);
  }

  private static Stream<String> header(RawMessage raw) {
    return raw.headers().stream()
        .filter(header -> header.name().equals(TRACEPARENT))
        .map(RawMessage.Header::value)
        .filter(Objects::nonNull)
        .map(value -> new String(value, StandardCharsets.ISO_8859_1));
  }
}
