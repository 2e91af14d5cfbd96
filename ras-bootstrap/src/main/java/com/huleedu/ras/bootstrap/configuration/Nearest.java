package com.huleedu.ras.bootstrap.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** What was meant by a name that is none. */
final class Nearest {
  private Nearest() {}

  /** The one that differs in the fewest letters, and in no more than so many. */
  static Optional<String> to(String name, Collection<String> candidates, int furthest) {
    return candidates.stream()
        .filter(candidate -> distance(name, candidate) <= furthest)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** How far a name may be from another and still remind of it: a third of its letters. */
  static int similar(String name) {
    return Math.max(2, name.length() / 3);
  }

  /** How many letters have to be put in, taken out or changed. */
  private static int distance(String one, String other) {
    int[] row = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
