package com.huleedu.ras.adapter.json;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** ISO 8601 as the contract reads and writes it. */
final class Timestamps {
  private static final DateTimeFormatter SECONDS =
      new DateTimeFormatterBuilder().appendInstant(0).toFormatter(Locale.ROOT);
  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);
  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final int LENGTH = "2026-03-01T08:00:00.000001Z".length();

  private static final int MICROS_DIGITS = 6;

  private Timestamps() {}

  /** In UTC; with six digits of a second's fraction, or none. */
  static String format(Instant time) {
    long day = Math.floorDiv(time.getEpochSecond(), SECONDS_OF_A_DAY);
    LocalDate date = LocalDate.ofEpochDay(day);
    int micros = time.getNano() / 1_000;
    if (date.getYear() < 0 || date.getYear() > 9999) {
      return (micros == 0 ? SECONDS : MICROSECONDS).format(time);
    }
    // By hand, since an answer has one for each essay: a formatter costs more than all the rest.
    int second = Math.floorMod(time.getEpochSecond(), SECONDS_OF_A_DAY);
    byte[] text = new byte[micros == 0 ? LENGTH - 7 : LENGTH];
    digits(text, 0, 4, date.getYear());
    text[4] = '-';
    digits(text, 5, 2, date.getMonthValue());
    text[7] = '-';
    digits(text, 8, 2, date.getDayOfMonth());
    text[10] = 'T';
    digits(text, 11, 2, second / 3_600);
    text[13] = ':';
    digits(text, 14, 2, second / 60 % 60);
    text[16] = ':';
    digits(text, 17, 2, second % 60);
    if (micros != 0) {
      text[19] = '.';
      digits(text, 20, 6, micros);
    }
    text[text.length - 1] = 'Z';
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void digits(byte[] text, int start, int count, int number) {
    int rest = number;
    for (int place = start + count - 1; place >= start; place--) {
      text[place] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** No zone means UTC; any offset; finer than a microsecond is cut. */
  static Instant parse(String member, String text) throws MalformedException {
    try {
      return new Reading(text).time();
    } catch (DateTimeException noTime) {
      throw new MalformedException(
          "bad_timestamp", member + " is not an ISO 8601 timestamp: " + Members.excerpt(text));
    }
  }

  /**
   * {@code 2026-03-01T08:00[:00[.000001]][Z|+01[[:]00]]}, with a space in place of the T, a comma
   * in place of the point and small letters, too. By hand, since each message has one: a regular
   * expression took a twentieth of reading a backlog.
   */
  private static final class Reading {
    private final String text;
    private int at;

    Reading(String text) {
      this.text = text;
    }

    Instant time() {
      int year = digits(4);
      require("-");
      int month = digits(2);
      require("-");
      int day = digits(2);
      require("Tt ");
      int hour = digits(2);
      require(":");
      int minute = digits(2);
      int second = 0;
      int micros = 0;
      if (takes(":")) {
        second = digits(2);
        micros = takes(".,") ? micros() : 0;
      }
      LocalDateTime local =
          LocalDateTime.of(year, month, day, hour, minute, second, micros * 1_000);
      Instant time = local.toInstant(ZoneOffset.UTC).minusSeconds(offsetSeconds());
      if (at < text.length()) {
        throw new DateTimeException("more than a time");
      }
      return time;
    }

    private int micros() {
      int micros = 0;
      int count = 0;
      for (; at < text.length() && isDigit(text.charAt(at)); at++) {
        micros = count < MICROS_DIGITS ? 10 * micros + text.charAt(at) - '0' : micros;
        count++;
      }
      if (count == 0) {
        throw new DateTimeException("no fraction");
      }
      for (; count < MICROS_DIGITS; count++) {
        micros *= 10;
      }
      return micros;
    }

    private long offsetSeconds() {
      boolean west = at < text.length() && text.charAt(at) == '-';
      if (takes("Zz") || !takes("+-")) {
        return 0;
      }
      int hours = digits(2);
      int minutes = takes(":") || at < text.length() ? digits(2) : 0;
      if (hours > 23 || minutes > 59) {
        throw new DateTimeException("no offset");
      }
      return (west ? -1L : 1L) * (hours * 3_600L + minutes * 60L);
    }

    private int digits(int count) {
      int number = 0;
      for (int end = at + count; at < end; at++) {
        if (at >= text.length() || !isDigit(text.charAt(at))) {
          throw new DateTimeException("no digit");
        }
        number = 10 * number + text.charAt(at) - '0';
      }
      return number;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private void require(String oneOf) {
      if (!takes(oneOf)) {
        throw new DateTimeException("not " + oneOf);
      }
    }

    private boolean takes(String oneOf) {
      boolean there = at < text.length() && oneOf.indexOf(text.charAt(at)) >= 0;
      at += there ? 1 : 0;
      return there;
    }
  }
}
