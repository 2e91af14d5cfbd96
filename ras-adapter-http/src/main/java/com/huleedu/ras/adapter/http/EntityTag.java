package com.huleedu.ras.adapter.http;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Strong entity tags: equal for equal bytes, on every instance. */
final class EntityTag {
  /** Half of SHA-256 is beyond any chance of two bodies sharing a tag. */
  private static final int BYTES = 16;

  private EntityTag() {}

  static String of(byte[] body) {
    return '"' + HexFormat.of().formatHex(Sha256.of(body), 0, BYTES) + '"';
  }

  /**
   * Whether If-None-Match names the tag; its comparison is the weak one (RFC 9110, 13.1.2).
   *
   * @param ifNoneMatch the values of all such headers
   */
  static boolean isNamed(String tag, List<String> ifNoneMatch) {
    return ifNoneMatch.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .map(candidate -> candidate.startsWith("W/") ? candidate.substring(2) : candidate)
        .anyMatch(candidate -> candidate.equals(tag) || candidate.equals("*"));
  }
}
