package com.huleedu.ras.adapter.redis.planted.flat;

/** Planted: a package below an adapter's. */
final class Deep {
  private Deep() {}
}
