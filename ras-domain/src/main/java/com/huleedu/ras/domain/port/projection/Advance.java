package com.huleedu.ras.domain.port.projection;

import org.jspecify.annotations.Nullable;

/**
 * A step forward in one partition.
 *
 * @param from the first offset that the step covers; everything below it was projected before
 * @param to the first offset after it
 * @param last the last record that it covers; null if it covers none, as the markers of
 *     transactions
 */
public record Advance(Partition partition, long from, long to, @Nullable LastRecord last) {
  public Advance {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "%s: an advance goes forward, not from %s to %s".formatted(partition, from, to));
    }
  }

  /** An advance of whose last record nothing is known. */
  public Advance(Partition partition, long from, long to) {
    this(partition, from, to, null);
  }
}
