package com.huleedu.ras.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZipfTest {
  private static final int DRAWN = 200_000;

  @Test
  void the_nth_comes_a_nth_as_often_as_the_first() {
    double[] counts = counts(new Zipf(100, 1), 100);
    for (int n : new int[] {2, 3, 10}) {
      assertThat(counts[0] / counts[n - 1]).isCloseTo(n, within(n * 0.08));
    }
  }

  @Test
  void without_an_exponent_all_come_alike() {
    double[] counts = counts(new Zipf(4, 0), 4);
    for (double count : counts) {
      assertThat(count).isCloseTo(DRAWN / 4.0, within(DRAWN * 0.01));
    }
  }

  @Test
  void all_lie_within_the_size_and_the_same_seed_draws_the_same() {
    int[] drawn = new Zipf(3, 1.5).sample(1_000, new Random(1));
    assertThat(Arrays.stream(drawn).distinct().sorted()).containsExactly(0, 1, 2);
    assertThat(new Zipf(3, 1.5).sample(1_000, new Random(1))).isEqualTo(drawn);
  }

  private static double[] counts(Zipf zipf, int size) {
    double[] counts = new double[size];
    for (int one : zipf.sample(DRAWN, new Random(42))) {
      counts[one]++;
    }
    return counts;
  }
}
