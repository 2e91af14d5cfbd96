package com.huleedu.ras.adapter.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Percent-encoding (RFC 3986), once and strictly: two digits each, and UTF-8 behind them. */
final class Percent {
  private static final String LEGAL_IN_PATH = "/-._~!$&'()*+,;=:@";

  private Percent() {}

  /**
   * The text behind a raw path segment.
   *
   * @return empty if an escape is incomplete, the bytes are not UTF-8, or a character is raw that
   *     no URI can hold
   */
  static Optional<String> decode(String raw) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        if (!isEscape(raw, i)) {
          return Optional.empty();
        }
        bytes.put((byte) HexFormat.fromHexDigits(raw, i + 1, i + 3));
        i += 2;
      } else if (c > ' ' && c <= '~') {
        bytes.put((byte) c);
      } else {
        return Optional.empty();
      }
    }
    try {
      // A new decoder reports malformed input; String's constructor would replace it.
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** As {@link #decode}, of a value in a query string, where {@code +} is a space. */
  static Optional<String> decodeQuery(String raw) {
    return decode(raw.replace("+", "%20"));
  }

  /** The raw path as a reference that is legal whatever a client sent. */
  static String reference(String rawPath) {
    StringBuilder legal = new StringBuilder(rawPath.length());
    for (int i = 0; i < rawPath.length(); i++) {
      char c = rawPath.charAt(i);
      if (isLegal(c) || isEscape(rawPath, i)) {
        legal.append(c);
      } else {
        for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
          legal.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
      }
    }
    return legal.toString();
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || LEGAL_IN_PATH.indexOf(c) >= 0;
  }

  private static boolean isEscape(String raw, int at) {
    return raw.charAt(at) == '%'
        && at + 2 < raw.length()
        && HexFormat.isHexDigit(raw.charAt(at + 1))
        && HexFormat.isHexDigit(raw.charAt(at + 2));
  }
}
