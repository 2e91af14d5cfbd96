package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what lookups of one kind find; there from the start, so that a rate is never missing. */
final class CacheMetrics {
  private final Counter hits;
  private final Counter misses;
  private final Counter unavailable;

  CacheMetrics(MeterRegistry registry, String cacheType) {
    this.hits = registry.counter("ras.cache.hits", "cache_type", cacheType);
    this.misses = registry.counter("ras.cache.misses", "cache_type", cacheType);
    this.unavailable = registry.counter("ras.cache.unavailable", "cache_type", cacheType);
  }

  Lookup count(Lookup lookup) {
    switch (lookup) {
      case Lookup.Hit _ -> hits.increment();
      case Lookup.Miss _ -> misses.increment();
      case Lookup.Unavailable _ -> unavailable.increment();
    }
    return lookup;
  }
}
