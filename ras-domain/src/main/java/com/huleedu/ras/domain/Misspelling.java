package com.huleedu.ras.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** A name that is none: what an operator probably meant by it. */
public record Misspelling(String name) {

  /** The candidate that differs in the fewest letters, and in no more than so many. */
  public Optional<String> nearest(Collection<String> candidates, int furthest) {
    return candidates.stream()
        .filter(candidate -> distance(candidate) <= furthest)
        .min(
            Comparator.<String>comparingInt(this::distance)
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The same, as far as a name may be from another and still remind of it. */
  public Optional<String> nearest(Collection<String> candidates) {
    return nearest(candidates, Math.max(2, name.length() / 3));
  }

  /** How many letters have to be put in, taken out or changed (Levenshtein). */
  private int distance(String other) {
    int[] row = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= name.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (name.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
