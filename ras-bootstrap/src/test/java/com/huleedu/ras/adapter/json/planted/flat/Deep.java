package com.huleedu.ras.adapter.json.planted.flat;

/** Planted: a package below an adapter's. */
final class Deep {
  private Deep() {}
}
