package com.huleedu.ras.adapter.postgres.model;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Times of a row as the server sends them, where that is in binary, which it is once a statement is
 * in use: made by way of the driver's date, time of day and zone, the times of a batch are a tenth
 * of reading it.
 */
final class ServerTime {
  /** From where the server counts, in seconds since 1970. */
  private static final long EPOCH = 946_684_800;

  private static final long MICROS = 1_000_000;

  private ServerTime() {}

  /** Of a column that always has one. */
  static Instant of(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNull(ofAny(row, column));
  }

  /** Null where the column is. */
  static @Nullable Instant ofAny(ResultSet row, int column) throws SQLException {
    byte[] raw = row.getBytes(column);
    if (raw == null) {
      return null;
    }
    // No time has so short a text.
    return raw.length == Long.BYTES
        ? sinceTheEpoch(ByteBuffer.wrap(raw).getLong())
        : row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Instant sinceTheEpoch(long micros) {
    return Instant.ofEpochSecond(
        EPOCH + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
  }
}
