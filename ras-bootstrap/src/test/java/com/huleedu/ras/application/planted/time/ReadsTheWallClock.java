package com.huleedu.ras.application.planted.time;

/** Planted: the wall clock is read. */
final class ReadsTheWallClock {
  private ReadsTheWallClock() {}

  static java.time.Instant now() {
    return java.time.Instant.now();
  }
}
