package com.huleedu.ras.domain.batch;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The merges that are not registers: a minimum, a maximum, and a set that only grows. */
final class Merges {
  private Merges() {}

  static @Nullable Instant earliest(@Nullable Instant a, @Nullable Instant b) {
    if (a == null) {
      return b;
    }
    return b == null || a.compareTo(b) <= 0 ? a : b;
  }

  static @Nullable Instant latest(@Nullable Instant a, @Nullable Instant b) {
    if (a == null) {
      return b;
    }
    return b == null || a.compareTo(b) >= 0 ? a : b;
  }

  static <T extends Comparable<T>> T newest(T a, T b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  static <T extends Comparable<T>> SortedSet<T> union(SortedSet<T> a, SortedSet<T> b) {
    if (a.isEmpty() || a.equals(b)) {
      return b;
    }
    TreeSet<T> all = new TreeSet<>(a);
    all.addAll(b);
    return Collections.unmodifiableSortedSet(all);
  }

  static <T extends Comparable<T>> SortedSet<T> setOf(@Nullable T element) {
    return element == null
        ? Collections.emptySortedSet()
        : Collections.unmodifiableSortedSet(new TreeSet<>(Collections.singleton(element)));
  }
}
