package com.huleedu.ras.bootstrap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message as it lay in a log, to the byte, and a line of JSON that says it; its offset is how
 * many lines of its partition stand before it.
 *
 * @param topic by its default name
 * @param timestamp of Kafka, in milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record RecordedMessage(String topic, int partition, long timestamp, byte[] key, byte[] value) {
  private static final JsonMapper JSON = new JsonMapper();

  static RecordedMessage read(String line) {
    JsonNode json = JSON.readTree(line);
    return new RecordedMessage(
        json.get("topic").stringValue(),
        json.get("partition").intValue(),
        json.get("timestamp").longValue(),
        bytes(json, "key"),
        bytes(json, "value"));
  }

  String line() {
    ObjectNode json = JSON.createObjectNode();
    json.put("topic", topic).put("partition", partition).put("timestamp", timestamp);
    put(json, "key", key);
    put(json, "value", value);
    return json.toString();
  }

  private static byte[] bytes(JsonNode json, String name) {
    JsonNode text = json.get(name);
    if (text != null) {
      return text.stringValue().getBytes(StandardCharsets.UTF_8);
    }
    JsonNode base64 = json.get(name + "_base64");
    return base64 == null ? null : Base64.getDecoder().decode(base64.stringValue());
  }

  /** As text where it is one. */
  private static void put(ObjectNode json, String name, byte[] bytes) {
    if (bytes == null) {
      return;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      json.put(name, text);
    } catch (CharacterCodingException noText) {
      json.put(name + "_base64", Base64.getEncoder().encodeToString(bytes));
    }
  }
}
