package com.huleedu.ras.testkit.memory;

import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.testkit.contract.CacheManagerContract;
import com.huleedu.ras.testkit.contract.DeduplicationMarksContract;
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
  class AsDeduplicationMarks extends DeduplicationMarksContract {
    @Override
    protected DeduplicationMarks deduplicationMarks() {
      return cache;
    }
  }
}
