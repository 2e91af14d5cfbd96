package com.huleedu.ras.bootstrap.stale;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.redis.RedisAdapter;
import com.huleedu.ras.adapter.redis.RedisConfig;
import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Cache;
import com.huleedu.ras.application.Store;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.application.query.Admission;
import com.huleedu.ras.application.query.BatchQueryService;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.query.CacheManager;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What one process of the service would be: use cases and adapters with connections of its own. */
final class Instance implements AutoCloseable {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PostgresAdapter postgres;
  private final RedisAdapter redis;
  final ProjectionService projection;
  final BatchQueryService queries;

  /**
   * @param spoil what stands between the use cases and the cache
   */
  Instance(String databaseUrl, String redisUrl, UnaryOperator<CacheManager> spoil, long seed) {
    this.postgres =
        PostgresAdapter.connect(new PostgresConfig(databaseUrl, null, null, 8), registry);
    postgres.migrate();
    this.redis = RedisAdapter.connect(config(redisUrl), registry);
    Store store =
        new Store(
            postgres.transactions(),
            postgres.batchRepository(),
            postgres.deadLetters(),
            postgres.positions());
    CacheManager bodies = spoil.apply(redis.cacheManager());
    this.projection =
        new ProjectionService(
            store,
            new Cache(
                redis.cacheManager(),
                redis.deduplicationMarks(),
                redis.deadLetterCopies(),
                redis.staleHorizon()),
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(500)),
            InstantSource.system(),
            registry);
    this.queries =
        new BatchQueryService(
            new SlowAfterLoading(postgres.batchRepository(), seed),
            bodies,
            Cells.WRITER,
            Admission.of(10));
  }

  /** Bodies live for 20 s, so that a hunt of minutes sees them expire. */
  private static RedisConfig config(String uri) {
    return new RedisConfig(
        uri,
        Duration.ofSeconds(20),
        Duration.ofHours(1),
        true,
        Duration.ofHours(1),
        Duration.ofMillis(250),
        Duration.ofSeconds(2),
        Optional.empty());
  }

  void begin(Position position) {
    postgres.positions().begin(List.of(position));
  }

  boolean reachesRedis() {
    return redis.isConnected();
  }

  /** How many lookups ended so: {@code hits}, {@code misses} or {@code unavailable}. */
  long lookups(String how) {
    return (long)
        registry.find("ras.cache." + how).counters().stream().mapToDouble(Counter::count).sum();
  }

  @Override
  public void close() {
    redis.close();
    postgres.close();
  }
}
