package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the bytes of a message into a message of the domain: decoded, or malformed with its reason.
 */
final class JsonMessageDecoder implements MessageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(JsonMessageDecoder.class);

  private final Map<String, EventKind> kinds;
  private final EventReader reader;

  JsonMessageDecoder(Topics topics, EventReader reader) {
    this.kinds = topics.kinds();
    this.reader = reader;
  }

  @Override
  public Message decode(RawMessage raw) {
    String topic = raw.partition().topic();
    EventKind kind = kinds.get(topic);
    if (kind == null) {
      return new Message.Malformed(
          raw,
          new DeadLetterReason(
              DeadLetterReason.UNKNOWN_TOPIC, "no kind of message is set for " + topic));
    }
    try {
      return decoded(raw, topic, kind);
    } catch (MalformedException malformed) {
      return new Message.Malformed(raw, malformed.reason());
    } catch (RuntimeException defect) {
      // A mistake of ours, which trying again can't heal: one message must not stop all others.
      LOG.error("The decoder failed on {} at {}", raw.partition(), raw.offset(), defect);
      return new Message.Malformed(
          raw,
          new DeadLetterReason(
              DeadLetterReason.DECODER_FAILED, MalformedException.readable(defect.toString())));
    }
  }

  private Message decoded(RawMessage raw, String topic, EventKind kind) throws MalformedException {
    byte[] value = raw.value();
    if (value == null) {
      throw new MalformedException("tombstone", "the message has no value");
    }
    if (value.length == 0) {
      throw new MalformedException("empty", "the value is empty");
    }
    Fingerprint fingerprint = Fingerprint.of(topic, value);
    Envelope envelope = Envelope.read(JsonText.parse(value), raw.timestamp(), fingerprint);
    CompletionEvent event = reader.read(kind, envelope);
    DeduplicationMark mark =
        envelope.timed() ? fingerprint.mark() : fingerprint.markAt(raw.timestamp());
    return new Message.Decoded(raw, mark, event, envelope.traceparent());
  }
}
