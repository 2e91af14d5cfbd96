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
    this.hits =
        Counter.builder("ras.cache.hits")
            .description("Look-ups that the cache answered")
            .tag("cache_type", cacheType)
            .register(registry);
    this.misses =
        Counter.builder("ras.cache.misses")
            .description("Look-ups of what was not in the cache")
            .tag("cache_type", cacheType)
            .register(registry);
    this.unavailable =
        Counter.builder("ras.cache.unavailable")
            .description("Look-ups that were answered without Redis")
            .tag("cache_type", cacheType)
            .register(registry);
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
