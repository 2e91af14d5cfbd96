package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A part of all rows, by their keys: one of so many of about the same size.
 *
 * @param number from 0 on
 */
record Slice(int number, int of) implements Predicate<RowKey> {
  private static final int SMALLEST = 1 << 20;

  static List<Slice> all(int count) {
    List<Slice> all = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      all.add(new Slice(number, count));
    }
    return all;
  }

  @Override
  public boolean test(RowKey key) {
    return Math.floorMod(key.parts().hashCode(), of) == number;
  }

  boolean canBeHalved() {
    return of < SMALLEST;
  }

  List<Slice> halves() {
    return List.of(new Slice(number, 2 * of), new Slice(number + of, 2 * of));
  }

  /** For the name of a step. */
  @Override
  public String toString() {
    return of == 1 ? "" : " (%s of %s)".formatted(number + 1, of);
  }
}
