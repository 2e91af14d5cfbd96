package com.huleedu.ras.domain.planted.clock;

/** Planted: the domain reads a clock. */
final class ReadsAClock {
  private ReadsAClock() {}

  static long now() {
    return System.nanoTime();
  }
}
