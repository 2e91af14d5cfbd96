package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.BatchId;

/**
 * The cache of bodies, with the fence that keeps it from ever holding a stale one (guarantees, G7).
 *
 * <p>A lookup that misses yields a {@link Lease}, taken <em>before</em> the caller loads from the
 * database. A body is stored only if its lease still stands, and invalidating ends all leases of
 * what it invalidates: a reader that loaded before a change can't fill the cache after it. A cache
 * that has forgotten a lease (restart, eviction, expiry) refuses the body.
 */
public interface CacheManager {

  /** Never throws; a cache that can't be reached is {@link Lookup.Unavailable}. */
  Lookup findBatch(BatchId batch);

  /** Never throws; a cache that can't be reached is {@link Lookup.Unavailable}. */
  Lookup findUserBatches(UserBatchesQuery query);

  /** Stores the body if the lease stands. Best effort: never throws, and need not be done yet. */
  void putBatch(BatchId batch, Body body, Lease lease);

  /** Stores the body if the lease stands. Best effort: never throws, and need not be done yet. */
  void putUserBatches(UserBatchesQuery query, Body body, Lease lease);

  /**
   * Removes the bodies of these batches and all lists of these users, and ends their leases.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if that can't be confirmed
   */
  void invalidate(Touched touched);

  /** The permission to fill the cache, from one miss. Equal for all misses between two changes. */
  record Lease(String token) {}

  /** What a lookup found. */
  sealed interface Lookup {
    record Hit(Body body) implements Lookup {}

    record Miss(Lease lease) implements Lookup {}

    record Unavailable() implements Lookup {}
  }
}
