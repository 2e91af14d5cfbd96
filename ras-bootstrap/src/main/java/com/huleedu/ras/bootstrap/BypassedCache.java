package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.out.Body;
import com.huleedu.ras.domain.port.out.CacheManager;
import com.huleedu.ras.domain.port.out.Touched;
import com.huleedu.ras.domain.port.out.UserBatchesQuery;

/**
 * A cache that is never read or filled but still invalidated: other instances may have it enabled,
 * and this one's projections must not leave their answers stale.
 */
record BypassedCache(CacheManager cache) implements CacheManager {

  @Override
  public Lookup findBatch(BatchId batch) {
    return new Lookup.Unavailable();
  }

  @Override
  public Lookup findUserBatches(UserBatchesQuery query) {
    return new Lookup.Unavailable();
  }

  @Override
  public void putBatch(BatchId batch, Body body, Lease lease) {}

  @Override
  public void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {}

  @Override
  public void invalidate(Touched touched) {
    cache.invalidate(touched);
  }
}
