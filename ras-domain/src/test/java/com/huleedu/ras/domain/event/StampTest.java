package com.huleedu.ras.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StampTest {
  private static final Instant T = Instant.parse("2025-06-28T08:00:00.000001Z");
  private static final UUID LOW = UUID.fromString("7fffffff-0000-4000-8000-000000000000");
  private static final UUID HIGH = UUID.fromString("80000000-0000-4000-0000-000000000000");

  @Test
  void timeDecidesThenTheIdAsTextThenTheDigest() {
    assertThat(new Stamp(T, HIGH, 9)).isLessThan(new Stamp(T.plusNanos(1_000), LOW, 0));
    assertThat(new Stamp(T, LOW, 9)).isLessThan(new Stamp(T, HIGH, 0));
    assertThat(new Stamp(T, LOW, -1)).isLessThan(new Stamp(T, LOW, 0));
    assertThat(LOW).as("which UUID's own order gets wrong").isGreaterThan(HIGH);
  }

  @Test
  void theLowerHalfOfAnIdCountsToo() {
    UUID a = UUID.fromString("00000000-0000-4000-7000-000000000000");
    UUID b = UUID.fromString("00000000-0000-4000-8000-000000000000");

    assertThat(new Stamp(T, a, 0)).isLessThan(new Stamp(T, b, 0));
  }

  @Test
  void aTimeFinerThanTheDatabaseCanHoldIsRefused() {
    assertThatThrownBy(() -> new Stamp(T.plusNanos(1), LOW, 0)).hasMessageContaining("microsecond");
  }
}
