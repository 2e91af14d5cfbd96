package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
  private long now = Long.MAX_VALUE - 5;
  private final LogBudget budget = new LogBudget(3, Duration.ofNanos(10), () -> now);

  @Test
  void theFirstLinesOfAWindowAreWritten() {
    assertThat(taken(5)).isEqualTo(3);
    now += 9;
    assertThat(taken(5)).isZero();
    now += 1;
    assertThat(taken(5)).isEqualTo(3);
  }

  @Test
  void aWindowBeginsWithItsFirstLine() {
    now += 1_000;
    assertThat(taken(5)).isEqualTo(3);
    now += 9;
    assertThat(taken(5)).isZero();
    now += 1;
    assertThat(taken(5)).isEqualTo(3);
  }

  @Test
  void whatWasHeldBackIsToldOnceAndWhenTheWindowIsOver() {
    assertThat(taken(5)).isEqualTo(3);
    assertThat(budget.settle()).isZero();
    now += 9;
    assertThat(budget.settle()).isZero();
    now += 1;
    assertThat(budget.settle()).isEqualTo(2);
    assertThat(budget.settle()).isZero();
  }

  @Test
  void whatWasHeldBackAddsUpUntilItIsTold() {
    assertThat(taken(5)).isEqualTo(3);
    now += 10;
    assertThat(taken(7)).isEqualTo(3);
    assertThat(budget.settle()).isZero();
    now += 10;
    assertThat(budget.settle()).isEqualTo(6);
  }

  @Test
  void nothingIsToldWhereNothingWasHeldBack() {
    assertThat(taken(3)).isEqualTo(3);
    now += 10;
    assertThat(budget.settle()).isZero();
  }

  private long taken(int lines) {
    return IntStream.range(0, lines).filter(i -> budget.take()).count();
  }
}
