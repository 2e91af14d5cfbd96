package com.huleedu.ras.testkit.memory;

import com.huleedu.ras.domain.port.projection.SeenEvents;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.testkit.contract.CacheManagerContract;
import com.huleedu.ras.testkit.contract.SeenEventsContract;
import org.junit.jupiter.api.Nested;

class InMemoryCacheTest {
  private final InMemoryCache cache = new InMemoryCache();

  @Nested
  class AsCacheManager extends CacheManagerContract {
    @Override
    protected CacheManager cache() {
      return cache;
    }
  }

  @Nested
  class AsSeenEvents extends SeenEventsContract {
    @Override
    protected SeenEvents seenEvents() {
      return cache;
    }
  }
}
