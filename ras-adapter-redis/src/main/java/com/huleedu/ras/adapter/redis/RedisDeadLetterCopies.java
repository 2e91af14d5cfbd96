package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterCopies;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.lettuce.core.SetArgs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Copies of dead letters as JSON, to be read with nothing but a Redis client. */
final class RedisDeadLetterCopies implements DeadLetterCopies {
  private static final JsonFactory JSON = new JsonFactory();

  private final RedisCalls calls;
  private final Duration ttl;

  RedisDeadLetterCopies(RedisCalls calls, Duration ttl) {
    this.calls = calls;
    this.ttl = ttl;
  }

  @Override
  public void keep(Collection<DeadLetter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    SetArgs lifetime = SetArgs.Builder.ex(ttl.toSeconds());
    calls.attempt(redis ->
        Replies.all(
            letters.stream()
                .map(letter ->
                    redis.set(Keys.deadLetterCopy(letter.message()), json(letter), lifetime))
                .toList()));
  }

  private static byte[] json(DeadLetter letter) {
    RawMessage message = letter.message();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("topic", message.partition().topic());
      json.writeNumberProperty("partition", message.partition().number());
      json.writeNumberProperty("offset", message.offset());
      json.writeStringProperty("timestamp", message.timestamp().toString());
      write(json, "key", message.key());
      write(json, "value", message.value());
      json.writeStringProperty("error_type", letter.reason().type());
      json.writeStringProperty("reason", letter.reason().detail());
      json.writeStringProperty("found_at", letter.at().toString());
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /** As text if the bytes are UTF-8; under {@code …_base64} if not. */
  private static void write(JsonGenerator json, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      json.writeNullProperty(name);
      return;
    }
    try {
      // A new decoder reports malformed input, which the constructor of String would replace.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      json.writeStringProperty(name, text);
    } catch (CharacterCodingException e) {
      json.writeName(name + "_base64");
      json.writeBinary(bytes);
    }
  }
}
