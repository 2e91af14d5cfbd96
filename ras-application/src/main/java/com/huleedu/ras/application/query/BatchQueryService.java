package com.huleedu.ras.application.query;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.BodyWriter;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.CacheManager.Lease;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.QueryBatches;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Answers from the cache, else from the database, one query per key at a time. The lease is taken
 * before the database is read: that is what lets the cache refuse a body that a change overtook.
 *
 * <p>Every call may throw {@link com.huleedu.ras.domain.UnavailableException}.
 */
public final class BatchQueryService implements QueryBatches {
  private final BatchRepository batches;
  private final CacheManager cache;
  private final BodyWriter writer;
  private final Admission admission;
  private final SingleFlight<BatchId, Optional<Body>> batchFlights = new SingleFlight<>();
  private final SingleFlight<UserBatchesQuery, Optional<Body>> listFlights = new SingleFlight<>();

  public BatchQueryService(
      BatchRepository batches, CacheManager cache, BodyWriter writer, Admission admission) {
    this.batches = batches;
    this.cache = cache;
    this.writer = writer;
    this.admission = admission;
  }

  @Override
  public Optional<Body> batch(BatchId batch) {
    return answer(
        batch,
        batchFlights,
        () -> cache.findBatch(batch),
        () -> batches.find(batch).map(writer::batch),
        (body, lease) -> cache.putBatch(batch, body, lease));
  }

  @Override
  public Body userBatches(UserBatchesQuery query) {
    return answer(
            query,
            listFlights,
            () -> cache.findUserBatches(query),
            () -> Optional.of(writer.page(query, batches.findByUser(query))),
            (body, lease) -> cache.putUserBatches(query, body, lease))
        .orElseThrow();
  }

  /** Past the cache, which is no place for the few texts that are too long for an answer. */
  @Override
  public Optional<Body> spellcheckError(BatchId batch, EssayId essay) {
    return admission.admit(() -> batches.findSpellcheckError(batch, essay));
  }

  /** Past the cache, which is no place for the many pages of the few batches that are so large. */
  @Override
  public Optional<Body> essays(EssaysQuery query) {
    return admission.admit(() -> batches.findEssays(query).map(writer::essays));
  }

  private <K> Optional<Body> answer(
      K key,
      SingleFlight<K, Optional<Body>> flights,
      Supplier<Lookup> lookup,
      Supplier<Optional<Body>> load,
      BiConsumer<Body, Lease> put) {
    long landings = flights.landings(key);
    Lookup found = lookup.get();
    if (found instanceof Lookup.Hit(Body body)) {
      return Optional.of(body);
    }
    // Whatever landed since the look-up may have filled the cache: then it is worth another look.
    return admission.admit(() ->
        flights.run(
            key, () -> fill(flights.landings(key) == landings ? found : lookup.get(), load, put)));
  }

  private static Optional<Body> fill(
      Lookup found, Supplier<Optional<Body>> load, BiConsumer<Body, Lease> put) {
    return switch (found) {
      case Lookup.Hit(Body body) -> Optional.of(body);
      case Lookup.Miss(Lease lease) -> {
        Optional<Body> loaded = load.get();
        loaded.ifPresent(body -> put.accept(body, lease));
        yield loaded;
      }
      case Lookup.Unavailable() -> load.get();
    };
  }
}
