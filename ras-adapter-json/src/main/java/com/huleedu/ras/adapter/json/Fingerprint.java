package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** SHA-256 of topic, a zero byte and the value: equal for equal messages on one topic. */
final class Fingerprint {
  private final byte[] sha256;

  private Fingerprint(byte[] sha256) {
    this.sha256 = sha256;
  }

  static Fingerprint of(String topic, byte[] value) {
    MessageDigest digest = sha256();
    digest.update(topic.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return new Fingerprint(digest.digest(value));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  /** Of a text that need not be told but from others of its kind. */
  static String ofText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return "sha256:" + HexFormat.of().formatHex(sha256().digest(bytes));
  }

  DeduplicationMark mark() {
    return new DeduplicationMark(HexFormat.of().formatHex(sha256));
  }

  /**
   * Of a message that has its time from its record alone: the same bytes in another record are
   * another event.
   */
  DeduplicationMark markAt(Instant recordTime) {
    MessageDigest digest = sha256();
    digest.update(sha256);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(recordTime.toEpochMilli()).array());
    return new DeduplicationMark(HexFormat.of().formatHex(digest.digest()));
  }

  /** The tie-breaker of a stamp. */
  long digest() {
    return ByteBuffer.wrap(sha256).getLong();
  }

  /** A version 8 UUID (RFC 9562) of the first 16 bytes, for a message without an id. */
  UUID eventId() {
    ByteBuffer bytes = ByteBuffer.wrap(sha256);
    long high = (bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
    long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
