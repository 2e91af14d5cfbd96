package com.huleedu.ras.adapter.http;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Compact UTF-8 JSON. */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // "\/" is legal, but no other writer makes it, and ids hold slashes.
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .build();

  private static final int USUAL_SIZE = 2_048;

  private Json() {}

  static byte[] write(Consumer<JsonGenerator> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      content.accept(json);
    }
    return out.toByteArray();
  }

  /**
   * The members of an object of nothing but texts, numbers and truth values, as text; a null counts
   * as absent.
   *
   * @return empty if it is no such object, or a member is repeated
   */
  static Optional<Map<String, String>> flat(byte[] utf8) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      boolean flat = json.nextToken() == JsonToken.START_OBJECT;
      while (flat && json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        flat =
            value == JsonToken.VALUE_NULL
                || (value.isScalarValue() && members.put(name, json.getString()) == null);
      }
      return flat && json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null
          ? Optional.of(members)
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /** A member that may be null, and then shows as null. */
  static void text(JsonGenerator json, String name, @Nullable String value) {
    json.writeName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value);
    }
  }
}
