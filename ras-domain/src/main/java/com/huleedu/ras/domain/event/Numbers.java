package com.huleedu.ras.domain.event;

import org.jspecify.annotations.Nullable;

/** What every number of a result has to fulfil. */
final class Numbers {
  private Numbers() {}

  /**
   * The number as a database and a client have it: JSON has two zeros, they have one.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  static @Nullable Double storable(String component, @Nullable Double number) {
    if (number == null) {
      return null;
    }
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(component + " is not a finite number: " + number);
    }
    return number + 0.0;
  }
}
