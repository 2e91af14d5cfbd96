package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What all messages share.
 *
 * @param timed whether the message says when it happened; else its record does
 * @param traceparent the trace that the message is part of, in the form of the W3C
 */
record Envelope(
    Stamp stamp,
    boolean timed,
    @Nullable UUID correlationId,
    @Nullable String traceparent,
    Members data) {

  /**
   * Reads the envelope.
   *
   * @param recordTime stands in for an absent time
   * @param fingerprint yields the id that stands in for an absent one, and the digest of the stamp
   */
  static Envelope read(JsonNode tree, Instant recordTime, Fingerprint fingerprint)
      throws MalformedException {
    Members members = Members.of(tree, "");
    members.text("event_type");
    members.text("source_service");
    JsonNode version = members.find("schema_version");
    if (version != null) {
      Members.integer(version, "schema_version");
    }
    members.textOrNull("data_schema_uri");
    JsonNode id = members.find("event_id");
    JsonNode time = members.find("event_timestamp");
    Stamp stamp =
        new Stamp(
            time == null
                ? recordTime
                : Timestamps.parse("event_timestamp", Members.text(time, "event_timestamp")),
            id == null ? fingerprint.eventId() : Members.uuid(id, "event_id"),
            fingerprint.digest());
    return new Envelope(
        stamp,
        time != null,
        members.uuidOrNull("correlation_id"),
        traceparent(members.find("metadata")),
        members.members("data"));
  }

  /** Says nothing to the model, so nothing in it makes a message malformed. */
  private static @Nullable String traceparent(@Nullable JsonNode metadata) {
    JsonNode value = metadata == null ? null : metadata.get("traceparent");
    return value != null && value.isString() ? value.stringValue() : null;
  }
}
