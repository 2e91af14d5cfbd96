package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.event.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * A last-writer-wins register: of all values ever offered the one with the greatest stamp. Merging
 * is commutative, associative and idempotent.
 */
public record Register<T>(Stamp stamp, T value) {

  /** The winner of two registers, either of which may never have been written. */
  static <T> @Nullable Register<T> merge(@Nullable Register<T> a, @Nullable Register<T> b) {
    if (a == null) {
      return b;
    }
    return b == null || a.stamp.compareTo(b.stamp) >= 0 ? a : b;
  }
}
