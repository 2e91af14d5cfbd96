package com.huleedu.ras.adapter.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The small objects that are HTTP's own: problems and health, and the orders of operators. What is
 * said of batches and dead letters comes as a finished body.
 */
final class FlatJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // "\/" is legal, but no other writer makes it, and ids hold slashes.
                  .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                  .build())
          .build();

  private FlatJson() {}

  /** Compact UTF-8, the members in their order. */
  static byte[] write(Map<String, Object> members) {
    return MAPPER.writeValueAsBytes(members);
  }

  /**
   * The members of an object of nothing but texts, numbers and truth values, as text; a null counts
   * as absent.
   *
   * @return empty if it is no such object, or a member is repeated
   */
  static Optional<Map<String, String>> read(byte[] utf8) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser json = MAPPER.createParser(utf8)) {
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
}
