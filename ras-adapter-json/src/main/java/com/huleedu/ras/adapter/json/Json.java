package com.huleedu.ras.adapter.json;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
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

  /** Of a batch of 30 essays; from less it would grow by copies. */
  private static final int USUAL_SIZE = 16_384;

  private Json() {}

  static byte[] write(Consumer<JsonGenerator> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      content.accept(json);
    }
    return out.toByteArray();
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

  static void number(JsonGenerator json, String name, @Nullable Long value) {
    json.writeName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value.longValue());
    }
  }

  static void number(JsonGenerator json, String name, @Nullable Double value) {
    json.writeName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value.doubleValue());
    }
  }

  /** A member that is there only where it is true. */
  static void mark(JsonGenerator json, String name, boolean is) {
    if (is) {
      json.writeBooleanProperty(name, true);
    }
  }

  /**
   * An object that a message had.
   *
   * @param text of which the beginning alone may be known, which is no object
   */
  static void object(JsonGenerator json, String name, @Nullable String text, boolean cut) {
    json.writeName(name);
    if (text == null || cut) {
      json.writeNull();
    } else {
      json.writeRawValue(JsonText.forClients(text));
    }
  }
}
