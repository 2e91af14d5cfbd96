package com.huleedu.ras.domain.port.projection;

import org.jspecify.annotations.Nullable;

/**
 * What the last record was that was projected of a partition. An offset names a place in a log, not
 * a record: a log that lost its tail and grew again has others at the same places (guarantees,
 * G14).
 *
 * @param leaderEpoch of the leader that took the record in; null if Kafka does not say. Alone it
 *     proves nothing: where a whole disk was put back, epochs repeat
 * @param timestamp the record's own time, in milliseconds since the epoch
 * @param digest of the record's key and value
 */
public record LastRecord(long offset, @Nullable Integer leaderEpoch, long timestamp, long digest) {

  /** Whether both are one record, whatever is known of its leader. */
  public boolean isSameAs(LastRecord other) {
    return offset == other.offset && timestamp == other.timestamp && digest == other.digest;
  }
}
