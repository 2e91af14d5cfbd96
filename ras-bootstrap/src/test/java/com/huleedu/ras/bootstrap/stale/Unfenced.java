package com.huleedu.ras.bootstrap.stale;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;

/** The real cache with its fence taken out: a fill needs no lease but the one of the moment. */
record Unfenced(CacheManager real) implements CacheManager {
  @Override
  public Lookup findBatch(BatchId batch) {
    return real.findBatch(batch);
  }

  @Override
  public Lookup findUserBatches(UserBatchesQuery query) {
    return real.findUserBatches(query);
  }

  @Override
  public void putBatch(BatchId batch, Body body, Lease lease) {
    if (real.findBatch(batch) instanceof Lookup.Miss(Lease current)) {
      real.putBatch(batch, body, current);
    }
  }

  @Override
  public void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {
    if (real.findUserBatches(query) instanceof Lookup.Miss(Lease current)) {
      real.putUserBatches(query, body, current);
    }
  }

  @Override
  public void invalidate(Touched touched) {
    real.invalidate(touched);
  }
}
