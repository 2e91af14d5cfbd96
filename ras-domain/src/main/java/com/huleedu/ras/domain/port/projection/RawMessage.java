package com.huleedu.ras.domain.port.projection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as Kafka delivered it. The bytes are shared, not copied: nobody may change them.
 *
 * @param timestamp the record's own time
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // identified by partition and offset, never compared
public record RawMessage(
    Partition partition,
    long offset,
    Instant timestamp,
    byte @Nullable [] key,
    List<Header> headers,
    byte @Nullable [] value) {
  public RawMessage {
    headers = List.copyOf(headers);
  }

  /** One header of a message. */
  @SuppressWarnings("ArrayRecordComponent") // carried along, never compared
  public record Header(String name, byte @Nullable [] value) {}
}
