package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.Health.Check;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckLogTest {
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

  private Instant now = START;
  private final CheckLog log = new CheckLog(() -> now);

  private Check note(int second, String... reasons) {
    now = START.plusSeconds(second);
    return log.note("kafka", List.of(reasons));
  }

  @Test
  void saysSinceWhenItIsSoAndWhenItWasWellLast() {
    note(0);
    assertThat(note(2)).isEqualTo(check(0, 2));
    assertThat(note(4, "away")).isEqualTo(check(4, 2, "away"));
    assertThat(note(6, "still away")).isEqualTo(check(4, 2, "still away"));
    assertThat(note(8)).isEqualTo(check(8, 8));
  }

  @Test
  void whatWasNeverWellHasNoLastSuccess() {
    note(0, "away");

    assertThat(note(2, "away").lastSuccess()).isEmpty();
    assertThat(log.note("another", List.of()).since()).isEqualTo(START.plusSeconds(2));
  }

  private static Check check(int since, int lastSuccess, String... reasons) {
    return new Check(
        "kafka",
        START.plusSeconds(since),
        Optional.of(START.plusSeconds(lastSuccess)),
        List.of(reasons));
  }
}
