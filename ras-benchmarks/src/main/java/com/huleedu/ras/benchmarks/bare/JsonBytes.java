package com.huleedu.ras.benchmarks.bare;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON written by hand into bytes that are used again and again. */
final class JsonBytes {
  /** Microseconds from 1970 to 2000, from which PostgreSQL counts. */
  private static final long POSTGRES_EPOCH = 946_684_800_000_000L;

  private static final long DAY = 86_400_000_000L;
  private static final byte[] NULL = ascii("null");

  private byte[] bytes = new byte[16 * 1_024];
  private int length;

  static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  void clear() {
    length = 0;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  JsonBytes add(JsonBytes other) {
    add(other.bytes, other.length);
    return this;
  }

  JsonBytes add(byte[] raw) {
    add(raw, raw.length);
    return this;
  }

  private void add(byte[] raw, int count) {
    ensure(count);
    System.arraycopy(raw, 0, bytes, length, count);
    length += count;
  }

  JsonBytes number(long value) {
    return add(ascii(Long.toString(value)));
  }

  JsonBytes numberOrNull(@Nullable String value) {
    return value == null ? add(NULL) : add(ascii(value));
  }

  /** A text that is UTF-8 already. */
  JsonBytes text(byte @Nullable [] utf8) {
    if (utf8 == null) {
      return add(NULL);
    }
    ensure(utf8.length * 6 + 2);
    bytes[length++] = '"';
    for (byte one : utf8) {
      if (one == '"' || one == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = one;
      } else if (one >= 0 && one < ' ') {
        for (byte part : ascii("\\u%04x".formatted(one))) {
          bytes[length++] = part;
        }
      } else {
        bytes[length++] = one;
      }
    }
    bytes[length++] = '"';
    return this;
  }

  /** A time as PostgreSQL has it: microseconds since 2000; {@link Long#MIN_VALUE}: null. */
  JsonBytes time(long micros) {
    if (micros == Long.MIN_VALUE) {
      return add(NULL);
    }
    ensure(40);
    long since1970 = micros + POSTGRES_EPOCH;
    long days = Math.floorDiv(since1970, DAY);
    long ofDay = Math.floorMod(since1970, DAY);
    bytes[length++] = '"';
    date(days);
    bytes[length++] = 'T';
    int seconds = (int) (ofDay / 1_000_000);
    digits(seconds / 3_600, 2);
    bytes[length++] = ':';
    digits(seconds / 60 % 60, 2);
    bytes[length++] = ':';
    digits(seconds % 60, 2);
    int fraction = (int) (ofDay % 1_000_000);
    if (fraction != 0) {
      bytes[length++] = '.';
      digits(fraction, 6);
    }
    bytes[length++] = 'Z';
    bytes[length++] = '"';
    return this;
  }

  /** The Gregorian date of a day since 1970, by counting years from March on. */
  private void date(long days) {
    long shifted = days + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    long ofEra = shifted - era * 146_097;
    long yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    long ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long month = (5 * ofYear + 2) / 153;
    long civilMonth = month < 10 ? month + 3 : month - 9;
    long year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0);
    digits((int) year, 4);
    bytes[length++] = '-';
    digits((int) civilMonth, 2);
    bytes[length++] = '-';
    digits((int) (ofYear - (153 * month + 2) / 5 + 1), 2);
  }

  private void digits(int value, int count) {
    int rest = value;
    for (int i = count - 1; i >= 0; i--) {
      bytes[length + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
