package com.huleedu.ras.adapter.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** ISO 8601 as the contract reads it: no zone means UTC, any offset, finer than a µs is cut. */
final class Timestamps {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d+))?)?"
              + "(?:[Zz]|([+-])(\\d\\d)(?::?(\\d\\d))?)?");

  private Timestamps() {}

  static Instant parse(String member, String text) throws MalformedException {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw malformed(member, text);
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(m, 1), number(m, 2), number(m, 3), number(m, 4), number(m, 5), number(m, 6));
      return local
          .plusNanos(micros(m.group(7)) * 1_000L)
          .toInstant(ZoneOffset.UTC)
          .minusSeconds(offsetSeconds(member, text, m));
    } catch (DateTimeException notInTheCalendar) {
      throw malformed(member, text);
    }
  }

  private static int number(Matcher m, int group) {
    String digits = m.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static long micros(@Nullable String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "000000").substring(0, 6));
  }

  private static long offsetSeconds(String member, String text, Matcher m)
      throws MalformedException {
    String sign = m.group(8);
    if (sign == null) {
      return 0;
    }
    int hours = number(m, 9);
    int minutes = number(m, 10);
    if (hours > 23 || minutes > 59) {
      throw malformed(member, text);
    }
    return ("-".equals(sign) ? -1L : 1L) * (hours * 3_600L + minutes * 60L);
  }

  private static MalformedException malformed(String member, String text) {
    return new MalformedException(
        "bad_timestamp", member + " is not an ISO 8601 timestamp: " + Members.excerpt(text));
  }
}
