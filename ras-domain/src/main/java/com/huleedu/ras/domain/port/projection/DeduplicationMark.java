package com.huleedu.ras.domain.port.projection;

/**
 * Tells equal messages on one topic from all others.
 *
 * @param sha256 64 lower-case hexadecimal digits: SHA-256 of topic, a zero byte and the value
 */
public record DeduplicationMark(String sha256) {
  public DeduplicationMark {
    if (sha256.length() != 64) {
      throw new IllegalArgumentException("sha256 is not 64 digits long: " + sha256);
    }
  }
}
