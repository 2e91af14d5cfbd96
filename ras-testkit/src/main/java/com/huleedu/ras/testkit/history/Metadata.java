package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.event.CompletionEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What messages say about what they are about, in either shape. */
final class Metadata {
  private static final JsonMapper JSON = new JsonMapper();

  private Metadata() {}

  /** The processing metadata of a message. */
  static ObjectNode of(
      CompletionEvent event, String id, @Nullable String parent, @Nullable String error) {
    ObjectNode metadata = JSON.createObjectNode();
    refer(metadata, "entity", event, id, parent);
    metadata.set("error_info", error == null ? JSON.createObjectNode() : JSON.readTree(error));
    return metadata;
  }

  /** A reference, nested or flat. */
  static void refer(
      ObjectNode to, String name, CompletionEvent event, String id, @Nullable String parent) {
    ObjectNode members = isFlat(event) ? to : to.putObject(name);
    members.put("entity_id", id).put("entity_type", "any").put("parent_id", parent);
  }

  /** Half of all messages have either shape; which one is no part of what most of them say. */
  private static boolean isFlat(CompletionEvent event) {
    return (event.stamp().eventId().getLeastSignificantBits() & 2) != 0;
  }

  static JsonNode json(@Nullable String text) {
    return text == null ? JSON.nullNode() : JSON.readTree(text);
  }
}
