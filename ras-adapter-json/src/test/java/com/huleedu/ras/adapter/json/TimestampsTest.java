package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times are written as the JDK writes them, whoever does it. */
class TimestampsTest {
  private static final DateTimeFormatter MICROS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      new DateTimeFormatterBuilder().appendInstant(0).toFormatter(Locale.ROOT);

  @ParameterizedTest
  @CsvSource({
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00.000001Z",
    "1582-10-15T23:59:59.999999Z",
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:00:00Z",
    "2024-02-29T12:34:56.100000Z",
    "2026-12-31T23:59:59.000010Z",
    "9999-12-31T23:59:59.999999Z",
    "+10000-01-01T00:00:00Z",
    "-0001-12-31T23:59:59.999999Z"
  })
  void areWrittenInOneForm(String text) {
    assertThat(Timestamps.format(Instant.parse(text))).isEqualTo(text);
  }

  @Test
  void areTheJdksOwnForAnyTime() {
    Random random = new Random(7);
    Stream.generate(() ->
            Instant.ofEpochSecond(
                random.nextLong(-70_000_000_000L, 260_000_000_000L),
                random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000) * 1_000L))
        .limit(20_000)
        .forEach(time ->
            assertThat(Timestamps.format(time))
                .isEqualTo(
                    (time.equals(time.truncatedTo(ChronoUnit.SECONDS)) ? SECONDS : MICROS)
                        .format(time)));
  }

  /** More digits of a fraction the JDK does not take. */
  private static final int NANOS = "2026-01-14T13:34:46.345678901".length();

  /** What the contract accepts, as a pattern. */
  private static final Pattern FORM =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d+)?)?([Zz]|[+-]\\d\\d(:?\\d\\d)?)?");

  /** Each form once, and then with a character too many, too few, or another one. */
  @Test
  void areReadInEveryFormAndInNoOther() throws MalformedException {
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      String text = mutated(random, form(random));
      boolean fits = FORM.matcher(text).matches();
      try {
        Instant time = Timestamps.parse("time", text);
        read++;
        assertThat(fits).as(text).isTrue();
        assertThat(time).as(text).isEqualTo(byTheJdk(text));
      } catch (MalformedException refused) {
        assertThat(fits && isInTheCalendar(text)).as(text).isFalse();
      }
    }
    assertThat(read).isBetween(20_000, 180_000);
  }

  private static String form(Random random) {
    String date = "2026-0%d-1%dT".formatted(1 + random.nextInt(9), random.nextInt(10));
    String time = "1%d:%d%d".formatted(random.nextInt(10), random.nextInt(6), random.nextInt(10));
    if (random.nextInt(4) > 0) {
      time += ":%02d".formatted(random.nextInt(61));
      if (random.nextBoolean()) {
        time += (random.nextBoolean() ? "." : ",") + "12345678".substring(random.nextInt(8));
      }
    }
    String[] zones = {"", "Z", "z", "+01", "-0130", "+23:59", "+24:00", "-01:60"};
    return date + time + zones[random.nextInt(zones.length)];
  }

  private static String mutated(Random random, String text) {
    int at = random.nextInt(text.length());
    String other = "0123456789:-+.,TtZz a\u0661".charAt(random.nextInt(22)) + "";
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + other + text.substring(at);
      case 2 -> text.substring(0, at) + other + text.substring(at + 1);
      default -> text;
    };
  }

  /** The longest form, with a zone, finer than a microsecond cut. */
  private static String whole(String text) {
    String upper = text.replace(' ', 'T').replace(',', '.').toUpperCase(Locale.ROOT);
    Matcher parts =
        Pattern.compile("(.{16})(:\\d\\d)?(\\.\\d+)?(Z|[+-]\\d\\d)?:?(\\d\\d)?").matcher(upper);
    assertThat(parts.matches()).as(text).isTrue();
    String zone = Objects.requireNonNullElse(parts.group(4), "Z");
    return parts.group(1)
        + Objects.requireNonNullElse(parts.group(2), ":00")
        + Objects.requireNonNullElse(parts.group(3), "")
        + (zone.equals("Z") ? zone : zone + ":" + Objects.requireNonNullElse(parts.group(5), "00"));
  }

  private static Instant byTheJdk(String text) {
    String whole = whole(text);
    int zone = whole.endsWith("Z") ? whole.length() - 1 : whole.length() - 6;
    String nanos = whole.substring(0, Math.min(zone, NANOS));
    Instant local = LocalDateTime.parse(nanos).toInstant(ZoneOffset.UTC);
    return local.truncatedTo(ChronoUnit.MICROS).minusSeconds(secondsEast(whole.substring(zone)));
  }

  private static long secondsEast(String zone) {
    if (zone.equals("Z")) {
      return 0;
    }
    long seconds =
        Integer.parseInt(zone.substring(1, 3)) * 3_600L + Integer.parseInt(zone.substring(4)) * 60L;
    return zone.startsWith("-") ? -seconds : seconds;
  }

  private static boolean isInTheCalendar(String text) {
    String whole = whole(text);
    int zone = whole.endsWith("Z") ? whole.length() - 1 : whole.length() - 6;
    try {
      LocalDateTime.parse(whole.substring(0, Math.min(zone, NANOS)));
    } catch (DateTimeException refused) {
      return false;
    }
    String east = whole.substring(zone);
    return east.equals("Z")
        || (Integer.parseInt(east.substring(1, 3)) < 24
            && Integer.parseInt(east.substring(4)) < 60);
  }
}
