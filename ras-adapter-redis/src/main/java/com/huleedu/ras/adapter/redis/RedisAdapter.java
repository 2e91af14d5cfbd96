package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.deadletter.DeadLetterCopies;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import io.lettuce.core.RedisURI;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/**
 * Everything that RAS keeps in Redis. Thread-safe.
 *
 * <p>Over two connections, each behind a breaker: lookups, fills and invalidations over one, marks
 * and copies over the other, so that a large poll can't keep readers from the cache. A Redis that
 * doesn't answer costs a few of them their timeout, then none, but for one probe a second.
 * Invalidating goes past the breaker, since it may not be skipped, and over the readers'
 * connection, since it has to reach the server that they are answered by.
 */
public final class RedisAdapter implements AutoCloseable {
  private final RedisConfig config;
  private final RedisCalls answers;
  private final RedisCalls projection;
  private final CacheManager cacheManager;
  private final DeduplicationMarks deduplicationMarks;
  private final DeadLetterCopies deadLetterCopies;

  private RedisAdapter(RedisConfig config, Predicate<Body> form, MeterRegistry registry) {
    this.config = config;
    this.answers = RedisCalls.forAnswers(config);
    this.projection = RedisCalls.forProjection(config);
    this.cacheManager = new FencedCache(answers, config, form, registry);
    this.deduplicationMarks = new RedisDeduplicationMarks(projection, config.eventTtl());
    Gauge.builder(
            "ras.cache.quarantined",
            answers,
            calls -> calls.inQuarantine().map(so -> so ? 1.0 : 0.0).orElse(Double.NaN))
        .description("1 while what lies in Redis may be of another server, and is not used")
        .strongReference(true)
        .register(registry);
    this.deadLetterCopies =
        config.keepDeadLetterCopies()
            ? new RedisDeadLetterCopies(projection, config.deadLetterCopyTtl())
            : letters -> {};
  }

  /**
   * Returns at once, whether Redis is there or not: the connections are made in the background, and
   * made again whenever they are lost.
   *
   * @param form which bodies this process would write; any other one that it finds counts as a miss
   * @throws MisconfiguredException if somebody else answers at that address, which takes a second
   *     to find out at most
   */
  public static RedisAdapter connect(
      RedisConfig config, Predicate<Body> form, MeterRegistry registry) {
    ServerProbe.stranger(RedisURI.create(config.uri()))
        .ifPresent(what -> {
          throw new MisconfiguredException("Redis: " + what);
        });
    RedisAdapter adapter = new RedisAdapter(config, form, registry);
    adapter.answers.start();
    adapter.projection.start();
    return adapter;
  }

  /** The same, for who takes every body that it finds, or asks for none. */
  public static RedisAdapter connect(RedisConfig config, MeterRegistry registry) {
    return connect(config, _ -> true, registry);
  }

  /** What can be looked at without using it; changes nothing. */
  public static List<Check> checks(RedisConfig config, InstantSource clock) {
    return RedisChecks.of(config, clock);
  }

  /** The cache; see {@link CacheManager} for its fence. */
  public CacheManager cacheManager() {
    return cacheManager;
  }

  /** Deduplication marks. */
  public DeduplicationMarks deduplicationMarks() {
    return deduplicationMarks;
  }

  /** The copies of dead letters; one that keeps nothing if the configuration says so. */
  public DeadLetterCopies deadLetterCopies() {
    return deadLetterCopies;
  }

  /** Whether Redis is connected and answers in time, as of the last commands. Costs nothing. */
  public boolean isConnected() {
    return answers.isConnected() && projection.isConnected();
  }

  /** How long after a change a body without it can be left in Redis, if it can't be invalidated. */
  public Duration staleHorizon() {
    return config.staleHorizon();
  }

  /** Ends the connections; commands under way fail as if Redis were lost. */
  @Override
  public void close() {
    projection.close();
    answers.close();
  }
}
