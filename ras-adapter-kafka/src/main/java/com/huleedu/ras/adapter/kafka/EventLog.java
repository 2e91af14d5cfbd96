package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Poll;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line per message, with the ids by which an operator looks for it. */
final class EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  private EventLog() {}

  static void projected(Poll poll) {
    for (Message message : poll.messages()) {
      switch (message) {
        case Message.Malformed malformed -> deadLetter(malformed);
        case Message.Decoded decoded -> event(decoded);
      }
    }
  }

  private static void deadLetter(Message.Malformed message) {
    LOG.atWarn()
        .addKeyValue("topic", message.raw().partition().topic())
        .addKeyValue("partition", message.raw().partition().number())
        .addKeyValue("offset", message.raw().offset())
        .addKeyValue("error_type", message.reason().type())
        .log(
            "Dead letter {} at {}: {}",
            message.raw().partition(),
            message.raw().offset(),
            message.reason().detail());
  }

  private static void event(Message.Decoded message) {
    if (LOG.isDebugEnabled()) {
      CompletionEvent event = message.event();
      LoggingEventBuilder line = LOG.atDebug();
      line = with(line, "correlation_id", event.correlationId());
      line = with(line, "batch_id", event.batch());
      line = with(line, "essay_id", event.essay());
      line = with(line, "trace_id", Traces.traceId(message));
      line.log("Projected {} {}", event.getClass().getSimpleName(), event.stamp().eventId());
    }
  }

  private static LoggingEventBuilder with(
      LoggingEventBuilder line, String key, @Nullable Object value) {
    return value == null ? line : line.addKeyValue(key, value.toString());
  }
}
