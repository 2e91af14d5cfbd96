package com.huleedu.ras.application;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Collection;
import java.util.Set;

/** The cache of a {@link World}: away as its switches say, and what is done is noted there. */
final class TroubledCache implements CacheManager, DeduplicationMarks {
  private static final int ENDLESS = 300;

  private final World world;
  private int invalidations;

  TroubledCache(World world) {
    this.world = world;
  }

  @Override
  public Lookup findBatch(BatchId batch) {
    return world.remembered.findBatch(batch);
  }

  @Override
  public Lookup findUserBatches(UserBatchesQuery query) {
    return world.remembered.findUserBatches(query);
  }

  @Override
  public void putBatch(BatchId batch, Body body, Lease lease) {
    world.remembered.putBatch(batch, body, lease);
  }

  @Override
  public void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {
    world.remembered.putUserBatches(query, body, lease);
  }

  @Override
  public void invalidate(Touched touched) {
    if (++invalidations > ENDLESS) {
      throw new AssertionError("it is invalidated for ever, by mistake");
    }
    world.beforeInvalidation.run();
    if (world.failingInvalidations.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      world.waited(world.cacheGivenUpAfter);
      throw new UnavailableException("Redis", "away on purpose");
    }
    world.remembered.invalidate(touched);
    world.steps.add("invalidated " + touched.batches() + touched.users());
  }

  @Override
  public Set<DeduplicationMark> seen(Lineage lineage, Collection<DeduplicationMark> marks) {
    return world.remembered.seen(lineage, marks);
  }

  @Override
  public void mark(Lineage lineage, Collection<DeduplicationMark> marks) {
    world.remembered.mark(lineage, marks);
    world.steps.add("marked " + marks.size());
  }
}
