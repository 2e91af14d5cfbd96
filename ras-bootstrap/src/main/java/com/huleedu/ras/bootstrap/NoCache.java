package com.huleedu.ras.bootstrap;

import com.huleedu.ras.application.Cache;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.out.Body;
import com.huleedu.ras.domain.port.out.CacheManager;
import com.huleedu.ras.domain.port.out.EventMark;
import com.huleedu.ras.domain.port.out.Lineage;
import com.huleedu.ras.domain.port.out.SeenEvents;
import com.huleedu.ras.domain.port.out.Touched;
import com.huleedu.ras.domain.port.out.UserBatchesQuery;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/** What stands where no Redis was named: nothing is cached, nothing is remembered as seen. */
final class NoCache implements CacheManager, SeenEvents {

  static Cache cache() {
    NoCache nothing = new NoCache();
    return new Cache(nothing, nothing, letters -> {}, Duration.ZERO);
  }

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
  public void invalidate(Touched touched) {}

  @Override
  public Set<EventMark> seen(Lineage lineage, Collection<EventMark> marks) {
    return Set.of();
  }

  @Override
  public void mark(Lineage lineage, Collection<EventMark> marks) {}
}
