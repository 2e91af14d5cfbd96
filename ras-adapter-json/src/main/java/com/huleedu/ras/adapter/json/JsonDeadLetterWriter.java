package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterPage;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult;
import com.huleedu.ras.domain.port.deadletter.DeadLetterRun;
import com.huleedu.ras.domain.port.deadletter.DeadLetterSummary;
import com.huleedu.ras.domain.port.deadletter.DeadLetterWriter;
import com.huleedu.ras.domain.port.deadletter.StoredDeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.query.Body;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Dead letters as operators see them. */
final class JsonDeadLetterWriter implements DeadLetterWriter {

  @Override
  public Body page(DeadLetterPage page) {
    return new Body(
        Json.write(json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("dead_letters");
          page.deadLetters().forEach(letter -> summary(json, letter));
          json.writeEndArray();
          next(json, page.next());
          json.writeEndObject();
        }));
  }

  @Override
  public Body run(DeadLetterRun run) {
    return new Body(
        Json.write(json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("results");
          run.results().forEach(result -> result(json, result));
          json.writeEndArray();
          next(json, run.next());
          json.writeEndObject();
        }));
  }

  @Override
  public Body result(DeadLetterResult result) {
    return new Body(Json.write(json -> result(json, result)));
  }

  @Override
  public Body file(DeadLetterFile file) {
    StoredDeadLetter stored = file.stored();
    RawMessage message = stored.deadLetter().message();
    return new Body(
        Json.write(json -> {
          json.writeStartObject();
          common(json, stored.summary());
          bytes(json, "key", message.key());
          json.writeArrayPropertyStart("headers");
          for (RawMessage.Header header : message.headers()) {
            json.writeStartObject();
            Json.text(json, "name", header.name());
            bytes(json, "value", header.value());
            json.writeEndObject();
          }
          json.writeEndArray();
          bytes(json, "value", message.value());
          json.writeArrayPropertyStart("history");
          file.history().forEach(entry -> entry(json, entry));
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  private static void summary(JsonGenerator json, DeadLetterSummary letter) {
    json.writeStartObject();
    common(json, letter);
    json.writeEndObject();
  }

  private static void common(JsonGenerator json, DeadLetterSummary letter) {
    DeadLetterReason reason = letter.reason();
    json.writeNumberProperty("id", letter.id().value());
    Json.text(json, "state", word(letter.state()));
    json.writeNumberProperty("attempts", letter.attempts());
    Json.text(json, "topic", letter.partition().topic());
    json.writeNumberProperty("partition", letter.partition().number());
    json.writeNumberProperty("offset", letter.offset());
    Json.text(json, "timestamp", letter.timestamp().toString());
    Json.text(json, "dead_lettered_at", letter.at().toString());
    Json.text(json, "error_type", reason.type());
    Json.text(json, "error_detail", reason.detail());
    json.writeNumberProperty("size", letter.size());
  }

  private static void entry(JsonGenerator json, DeadLetterEntry entry) {
    json.writeStartObject();
    Json.text(json, "at", entry.at().toString());
    Json.text(json, "action", word(entry.action()));
    Json.text(json, "by", entry.by().orElse(null));
    Json.text(json, "detail", entry.detail());
    json.writeEndObject();
  }

  private static void result(JsonGenerator json, DeadLetterResult result) {
    json.writeStartObject();
    json.writeNumberProperty("id", result.id().value());
    Json.text(json, "outcome", word(result.outcome()));
    Json.text(json, "state", word(result.state()));
    json.writeNumberProperty("attempts", result.attempts());
    Json.text(json, "detail", result.detail());
    json.writeEndObject();
  }

  private static void next(JsonGenerator json, Optional<DeadLetterId> next) {
    Json.text(json, "next_cursor", next.map(DeadLetterId::toString).orElse(null));
  }

  /** Always as base64, and as text if they are UTF-8. */
  private static void bytes(JsonGenerator json, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      json.writeNullProperty(name);
      return;
    }
    json.writeObjectPropertyStart(name);
    json.writeName("base64");
    json.writeBinary(bytes);
    Json.text(json, "text", text(bytes));
    json.writeEndObject();
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      // A new decoder reports malformed input; String's constructor would replace it.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** How constants are written. */
  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
