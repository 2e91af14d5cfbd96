package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Random;
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
}
