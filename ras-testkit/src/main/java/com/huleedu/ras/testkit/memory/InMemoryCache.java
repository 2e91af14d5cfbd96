package com.huleedu.ras.testkit.memory;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The cache and the marks in this process: one lock, three maps, nothing ever expires. It is always
 * reachable, so no lookup is {@link CacheManager.Lookup.Unavailable} and nothing throws.
 */
public final class InMemoryCache implements CacheManager, DeduplicationMarks {
  private record Mark(Lineage lineage, DeduplicationMark event) {}

  private final Map<BatchId, Body> batches = new HashMap<>();
  private final Map<UserId, Map<UserBatchesQuery, Body>> lists = new HashMap<>();

  /** By the {@link BatchId} or {@link UserId} whose bodies the lease allows to store. */
  private final Map<Object, Lease> leases = new HashMap<>();

  private final Set<Mark> marks = new HashSet<>();

  /** Nothing in it yet. */
  public InMemoryCache() {}

  @Override
  public synchronized Lookup findBatch(BatchId batch) {
    Body body = batches.get(batch);
    return body != null ? new Lookup.Hit(body) : new Lookup.Miss(leaseOf(batch));
  }

  @Override
  public synchronized Lookup findUserBatches(UserBatchesQuery query) {
    Body body = lists.getOrDefault(query.user(), Map.of()).get(query);
    return body != null ? new Lookup.Hit(body) : new Lookup.Miss(leaseOf(query.user()));
  }

  private Lease leaseOf(Object owner) {
    return leases.computeIfAbsent(owner, _ -> new Lease(UUID.randomUUID().toString()));
  }

  @Override
  public synchronized void putBatch(BatchId batch, Body body, Lease lease) {
    if (lease.equals(leases.get(batch))) {
      batches.put(batch, body);
    }
  }

  @Override
  public synchronized void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {
    if (lease.equals(leases.get(query.user()))) {
      lists.computeIfAbsent(query.user(), _ -> new HashMap<>()).put(query, body);
    }
  }

  @Override
  public synchronized void invalidate(Touched touched) {
    touched.batches().forEach(batches::remove);
    touched.users().forEach(lists::remove);
    touched.batches().forEach(leases::remove);
    touched.users().forEach(leases::remove);
  }

  @Override
  public synchronized Set<DeduplicationMark> seen(
      Lineage lineage, Collection<DeduplicationMark> asked) {
    Set<DeduplicationMark> seen = new HashSet<>(asked);
    seen.removeIf(mark -> !marks.contains(new Mark(lineage, mark)));
    return seen;
  }

  @Override
  public synchronized void mark(Lineage lineage, Collection<DeduplicationMark> events) {
    events.forEach(event -> marks.add(new Mark(lineage, event)));
  }
}
