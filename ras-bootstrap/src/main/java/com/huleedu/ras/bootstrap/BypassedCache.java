package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.function.Consumer;

/**
 * A cache that is never read or filled. If there is a Redis it is invalidated all the same: other
 * instances may have it enabled, and this one's projections must not leave their answers stale.
 */
record BypassedCache(Consumer<Touched> invalidation) implements CacheManager {

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
    invalidation.accept(touched);
  }
}
