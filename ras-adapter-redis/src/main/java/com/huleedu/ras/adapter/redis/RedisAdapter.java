package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.port.deadletter.DeadLetterCopies;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.query.CacheManager;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * Everything that RAS keeps in Redis, over one connection. Thread-safe.
 *
 * <p>Lookups, fills, marks and copies go through one breaker: a Redis that doesn't answer costs a
 * few of them their timeout, then none, but for one probe a second. Invalidating goes past the
 * breaker, since it may not be skipped.
 */
public final class RedisAdapter implements AutoCloseable {
  private final RedisConfig config;
  private final CircuitBreaker breaker = CircuitBreaker.of("redis", breakerConfig());
  private final RedisLink link;
  private final CacheManager cacheManager;
  private final DeduplicationMarks deduplicationMarks;
  private final DeadLetterCopies deadLetterCopies;

  private RedisAdapter(RedisConfig config, MeterRegistry registry) {
    this.config = config;
    // A new connection deserves trust at once, not when the breaker's waiting time is over.
    this.link = new RedisLink(config, breaker::reset);
    RedisCalls calls = new RedisCalls(link, breaker, config.commandTimeout());
    this.cacheManager = new FencedCache(calls, config, registry);
    this.deduplicationMarks = new RedisDeduplicationMarks(calls, config.eventTtl());
    this.deadLetterCopies =
        config.keepDeadLetterCopies()
            ? new RedisDeadLetterCopies(calls, config.deadLetterCopyTtl())
            : letters -> {};
  }

  private static CircuitBreakerConfig breakerConfig() {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(10)
        .minimumNumberOfCalls(4)
        .failureRateThreshold(50)
        .waitDurationInOpenState(Duration.ofSeconds(1))
        .permittedNumberOfCallsInHalfOpenState(1)
        .build();
  }

  /**
   * Returns at once, whether Redis is there or not: the connection is made in the background, and
   * made again whenever it is lost.
   */
  public static RedisAdapter connect(RedisConfig config, MeterRegistry registry) {
    RedisAdapter adapter = new RedisAdapter(config, registry);
    adapter.link.start();
    return adapter;
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
    return link.isUp() && breaker.getState() != CircuitBreaker.State.OPEN;
  }

  /** How long after a change a body without it can be left in Redis, if it can't be invalidated. */
  public Duration staleHorizon() {
    return config.staleHorizon();
  }

  /** Ends the connection; commands under way fail as if Redis were lost. */
  @Override
  public void close() {
    link.close();
  }
}
