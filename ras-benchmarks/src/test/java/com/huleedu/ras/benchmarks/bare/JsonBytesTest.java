package com.huleedu.ras.benchmarks.bare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  @Test
  void times_are_written_as_the_library_writes_them() {
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      // From 1970 to 2250, half of them of whole seconds.
      long seconds = random.nextLong(-946_684_800L, 7_889_000_000L);
      long micros = random.nextBoolean() ? 0 : random.nextLong(1, 1_000_000);
      Instant time = EPOCH.plusSeconds(seconds).plus(micros, ChronoUnit.MICROS);
      String expected =
          micros == 0
              ? time.toString()
              : "%s.%06dZ".formatted(time.toString().substring(0, 19), micros);
      assertThat(text(new JsonBytes().time(seconds * 1_000_000 + micros)))
          .isEqualTo('"' + expected + '"');
    }
  }

  @Test
  void texts_are_escaped_where_they_have_to_be() {
    assertThat(text(new JsonBytes().text("å \"q\" \\ \n".getBytes(UTF_8))))
        .isEqualTo("\"å \\\"q\\\" \\\\ \\u000a\"");
    assertThat(text(new JsonBytes().text(null))).isEqualTo("null");
  }

  private static String text(JsonBytes json) {
    return new String(json.toBytes(), UTF_8);
  }
}
