package com.huleedu.ras.domain.port.projection;

/**
 * A step forward in one partition.
 *
 * @param from the first offset that the step covers; everything below it was projected before
 * @param to the first offset after it
 */
public record Advance(Partition partition, long from, long to) {
  public Advance {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "%s: an advance goes forward, not from %d to %d".formatted(partition, from, to));
    }
  }
}
