package com.huleedu.ras.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
  @Test
  void the_ratio_is_the_median_of_ratios_not_the_ratio_of_medians() {
    // The machine was slow in the second pair, for both.
    Row row = Row.ofPairs(RowId.HIT, List.of(90.0, 10.0, 99.0), List.of(100.0, 10.0, 110.0), "");
    assertThat(row.ratio()).isEqualTo(0.9);
    assertThat(row.ours()).isEqualTo(90);
    assertThat(row.yardstick()).isEqualTo(100);
    assertThat(row.holds()).isTrue();
  }

  @Test
  void where_less_is_better_more_is_missed() {
    assertThat(Row.ofPairs(RowId.START, List.of(4.0), List.of(2.0), "").holds()).isTrue();
    assertThat(Row.ofPairs(RowId.START, List.of(4.1), List.of(2.0), "").holds()).isFalse();
  }

  @Test
  void a_row_without_a_target_holds_once_it_is_said() {
    assertThat(Row.ofPairs(RowId.TWO, List.of(1.0), List.of(2.0), "").holds()).isTrue();
  }

  @Test
  void numbers_have_the_digits_that_count() {
    assertThat(List.of(12_345.6, 123.4, 25.0, 12.34, 1.5, 0.1234).stream().map(Table::number))
        .containsExactly("12,346", "123", "25", "12.3", "1.5", "0.123");
  }
}
