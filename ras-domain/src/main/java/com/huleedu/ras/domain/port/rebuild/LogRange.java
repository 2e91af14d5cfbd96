package com.huleedu.ras.domain.port.rebuild;

/**
 * A range of offsets.
 *
 * @param to the first offset after it
 */
public record LogRange(long from, long to) {
  public LogRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("not a range of offsets: %s to %s".formatted(from, to));
    }
  }

  public boolean contains(long offset) {
    return from <= offset && offset < to;
  }

  public long size() {
    return to - from;
  }
}
