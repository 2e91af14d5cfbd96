package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** SHA-256 of topic, a zero byte and the value: equal for equal messages on one topic. */
final class Fingerprint {
  private final byte[] sha256;

  private Fingerprint(byte[] sha256) {
    this.sha256 = sha256;
  }

  static Fingerprint of(String topic, byte[] value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(topic.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return new Fingerprint(digest.digest(value));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  DeduplicationMark mark() {
    return new DeduplicationMark(HexFormat.of().formatHex(sha256));
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
