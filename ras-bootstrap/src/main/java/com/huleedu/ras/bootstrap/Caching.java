package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.redis.RedisAdapter;
import com.huleedu.ras.application.Cache;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.domain.port.query.BodyWriter;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** What is kept in Redis, if there is one. */
final class Caching {
  private Caching() {}

  /** What another version, or this one with other names, left in Redis is none of its bodies. */
  static Cache of(
      RasConfiguration configuration,
      BodyWriter writer,
      Parts parts,
      MeterRegistry registry,
      Telemetry telemetry) {
    return configuration
        .redis()
        .map(where -> parts.back(RedisAdapter.connect(where, writer::writes, registry)))
        .map(redis -> watched(redis, configuration.cacheEnabled(), parts.health(), registry))
        .map(redis -> in(redis, configuration.cacheEnabled(), telemetry))
        .orElseGet(() -> none(telemetry));
  }

  private static RedisAdapter watched(
      RedisAdapter redis, boolean enabled, ServiceHealth health, MeterRegistry registry) {
    health.redis(redis::isConnected, enabled);
    health.measureRedis(registry);
    return redis;
  }

  private static Cache in(RedisAdapter redis, boolean enabled, Telemetry telemetry) {
    CacheManager bodies = telemetry.cache(redis.cacheManager());
    return new Cache(
        enabled ? bodies : new BypassedCache(bodies::invalidate),
        telemetry.marks(redis.deduplicationMarks()),
        telemetry.letters(redis.deadLetterCopies()),
        redis.staleHorizon());
  }

  static Cache none() {
    return none(Telemetry.OFF);
  }

  private static Cache none(Telemetry telemetry) {
    return new Cache(
        new BypassedCache(touched -> {}),
        new NoDeduplicationMarks(),
        telemetry.letters(letters -> {}),
        Duration.ZERO);
  }
}
