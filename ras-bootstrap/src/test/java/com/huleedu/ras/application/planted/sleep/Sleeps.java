package com.huleedu.ras.application.planted.sleep;

/** Planted: somebody sleeps. */
final class Sleeps {
  private Sleeps() {}

  static void nap() throws InterruptedException {
    Thread.sleep(1);
  }
}
