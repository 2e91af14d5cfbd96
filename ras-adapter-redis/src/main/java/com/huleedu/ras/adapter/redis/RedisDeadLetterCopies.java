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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Gatherer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Copies of dead letters as JSON, to be read with nothing but a Redis client. In pieces, as letters
 * may be many and large: one piece at a time is in memory.
 */
final class RedisDeadLetterCopies implements DeadLetterCopies {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int COPIES_PER_PIECE = 500;

  /** A piece that has come so far takes no further copy: one letter may be larger by itself. */
  private static final int BYTES_PER_PIECE = 256 * 1024;

  private final RedisCalls calls;
  private final Duration ttl;

  RedisDeadLetterCopies(RedisCalls calls, Duration ttl) {
    this.calls = calls;
    this.ttl = ttl;
  }

  @Override
  public void keep(Collection<DeadLetter> letters) {
    calls.attemptEach(
        letters.stream()
            .map(letter -> new Copy(Keys.deadLetterCopy(letter.message()), json(letter)))
            .gather(
                Gatherer.<Copy, Piece, List<Copy>>ofSequential(
                    Piece::new, Piece::take, Piece::finish))
            .map(this::set));
  }

  private RedisCalls.Work<List<String>> set(List<Copy> copies) {
    SetArgs lifetime = SetArgs.Builder.ex(ttl.toSeconds());
    return redis ->
        Replies.all(
            copies.stream().map(copy -> redis.set(copy.key(), copy.json(), lifetime)).toList());
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Copy(String key, byte[] json) {}

  /** Gathers copies until they are enough. */
  private static final class Piece {
    private List<Copy> copies = new ArrayList<>();
    private long bytes;

    boolean take(Copy copy, Gatherer.Downstream<? super List<Copy>> downstream) {
      copies.add(copy);
      bytes += copy.json().length;
      boolean room = copies.size() < COPIES_PER_PIECE && bytes < BYTES_PER_PIECE;
      return room || push(downstream);
    }

    private boolean push(Gatherer.Downstream<? super List<Copy>> downstream) {
      List<Copy> full = copies;
      copies = new ArrayList<>();
      bytes = 0;
      return downstream.push(full);
    }

    void finish(Gatherer.Downstream<? super List<Copy>> downstream) {
      if (!copies.isEmpty()) {
        push(downstream);
      }
    }
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
