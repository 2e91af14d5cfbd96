package com.huleedu.ras.benchmarks.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Few things asked for often, most of them seldom: the n-th with a weight of 1/n^exponent. */
public final class Zipf {
  private final double[] cumulated;

  /**
   * @param size how many things there are, 1 or more
   * @param exponent 0: all alike
   */
  public Zipf(int size, double exponent) {
    cumulated = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += 1 / Math.pow(i + 1, exponent);
      cumulated[i] = sum;
    }
  }

  /** One of them, from 0 on. */
  public int next(RandomGenerator random) {
    double point = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, point);
    // Found exactly: the weight of that one ends here.
    return Math.min(found < 0 ? -found - 1 : found + 1, cumulated.length - 1);
  }

  /** A number of them, in a row. */
  public int[] sample(int count, RandomGenerator random) {
    int[] drawn = new int[count];
    Arrays.setAll(drawn, i -> next(random));
    return drawn;
  }
}
