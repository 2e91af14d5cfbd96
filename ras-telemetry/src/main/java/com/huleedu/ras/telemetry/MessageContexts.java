package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The span that a message was sent by, as its envelope or a header has it (W3C Trace Context). */
final class MessageContexts {
  private static final String TRACEPARENT = "traceparent";

  /** Enough of a message that nobody could read. */
  private static final Pattern WRITTEN =
      Pattern.compile("\"traceparent\"\\s*:\\s*\"([0-9a-f-]{55,})\"");

  /** Of all that may be carried, only this. */
  private static final TextMapGetter<String> ALONE =
      (carrier, key) -> key.equals(TRACEPARENT) ? carrier : null;

  private MessageContexts() {}

  /** Not valid where nothing is said that has the form of one. */
  static SpanContext of(Message message) {
    if (message instanceof Message.Decoded decoded && decoded.traceparent() != null) {
      SpanContext context = parse(decoded.traceparent());
      if (context.isValid()) {
        return context;
      }
    }
    return message instanceof Message.Decoded ? inHeader(message.raw()) : of(message.raw());
  }

  /** Of one whose envelope was not read, or could not be. */
  static SpanContext of(RawMessage raw) {
    byte[] value = raw.value();
    if (value != null) {
      Matcher written = WRITTEN.matcher(new String(value, StandardCharsets.ISO_8859_1));
      if (written.find()) {
        SpanContext context = parse(written.group(1));
        if (context.isValid()) {
          return context;
        }
      }
    }
    return inHeader(raw);
  }

  private static SpanContext inHeader(RawMessage raw) {
    for (RawMessage.Header header : raw.headers()) {
      byte[] value = header.value();
      if (header.name().equals(TRACEPARENT) && value != null) {
        SpanContext context = parse(new String(value, StandardCharsets.ISO_8859_1));
        if (context.isValid()) {
          return context;
        }
      }
    }
    return SpanContext.getInvalid();
  }

  private static SpanContext parse(String traceparent) {
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, ALONE);
    return Span.fromContext(context).getSpanContext();
  }
}
