package com.huleedu.ras.bootstrap;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** One message of a scenario; without a value it is a tombstone. */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record ScenarioEvent(String topic, byte[] key, byte[] value) {

  /** Reads a message; the rename is applied to its text. */
  static ScenarioEvent read(JsonNode json, UnaryOperator<String> rename) {
    JsonNode key = json.get("key");
    byte[] keyBytes = key == null || key.isNull() ? null : utf8(rename.apply(key.stringValue()));
    return new ScenarioEvent(json.get("topic").stringValue(), keyBytes, value(json, rename));
  }

  private static byte[] value(JsonNode json, UnaryOperator<String> rename) {
    if (json.has("value")) {
      return utf8(rename.apply(json.get("value").toString()));
    }
    if (json.has("raw")) {
      return utf8(rename.apply(json.get("raw").stringValue()));
    }
    return json.has("base64") ? Base64.getDecoder().decode(json.get("base64").stringValue()) : null;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
