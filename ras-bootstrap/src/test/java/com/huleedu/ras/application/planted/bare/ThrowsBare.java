package com.huleedu.ras.application.planted.bare;

/** Planted: a bare exception is thrown. */
final class ThrowsBare {
  private ThrowsBare() {}

  static void fail() {
    throw new RuntimeException("bare");
  }
}
