package com.huleedu.ras.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What all messages have around and within their data.
 *
 * @param eventId of the message
 * @param at when it is sent
 * @param correlationId the request that it follows from
 */
record SampleEnvelope(String eventId, Instant at, String correlationId) {
  static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = new JsonMapper();

  /** A message whose type is the name of its topic. */
  ProducerRecord<byte[], byte[]> record(
      EventKind kind, String key, String service, ObjectNode data) {
    String topic = Topics.DEFAULT.first(kind);
    return record(topic, topic, key, service, data);
  }

  ProducerRecord<byte[], byte[]> record(
      String topic, String type, String key, String service, ObjectNode data) {
    ObjectNode envelope = JSON.objectNode();
    envelope.put("event_id", eventId);
    envelope.put("event_type", type);
    envelope.put("event_timestamp", time());
    envelope.put("source_service", service);
    envelope.put("schema_version", 1);
    envelope.put("correlation_id", correlationId);
    envelope.putNull("data_schema_uri");
    envelope.set("data", data);
    envelope.putObject("metadata").put("traceparent", traceparent());
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), MAPPER.writeValueAsBytes(envelope));
  }

  /** Data that begin with what they are about. */
  ObjectNode about(String event, String id, String type, @Nullable String parent) {
    ObjectNode data = JSON.objectNode();
    data.put("event_name", event);
    putEntity(data, id, type, parent);
    data.put("timestamp", time());
    return data;
  }

  /**
   * The metadata of data.
   *
   * @param stage null: none
   */
  ObjectNode metadata(
      String event, String id, String type, @Nullable String parent, @Nullable String stage) {
    ObjectNode metadata = JSON.objectNode();
    putEntity(metadata, id, type, parent);
    metadata.put("timestamp", time());
    metadata.put("processing_stage", stage);
    metadata.putNull("started_at");
    metadata.putNull("completed_at");
    metadata.put("event", event);
    metadata.putObject("error_info");
    return metadata;
  }

  private static void putEntity(ObjectNode node, String id, String type, @Nullable String parent) {
    node.put("entity_id", id);
    node.put("entity_type", type);
    node.put("parent_id", parent);
  }

  String time() {
    return at.truncatedTo(ChronoUnit.MICROS).toString();
  }

  /** One trace for all that follows from a request, one span for each message. */
  private String traceparent() {
    String span = eventId.replace("-", "").substring(16);
    return "00-%s-%s-01".formatted(correlationId.replace("-", ""), span);
  }

  static ArrayNode strings(List<String> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
