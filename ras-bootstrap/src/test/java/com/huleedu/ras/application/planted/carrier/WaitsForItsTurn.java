package com.huleedu.ras.application.planted.carrier;

/** Planted: one virtual thread that has no others beside it. */
final class WaitsForItsTurn {
  private WaitsForItsTurn() {}

  static void work(Runnable work) {
    Thread.ofVirtual().start(work);
  }
}
