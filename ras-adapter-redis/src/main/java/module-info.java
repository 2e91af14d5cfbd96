import org.jspecify.annotations.NullMarked;

/**
 * Redis behind the ports: the cache of bodies with its fence, deduplication marks, and copies of
 * dead letters.
 *
 * <p>The service never needs Redis to answer. {@link com.huleedu.ras.adapter.redis.RedisAdapter}
 * connects in the background, costs at most one short timeout while Redis hangs, and goes on by
 * itself when it is back. The keys and their lifetimes are public API (contract, "Keys in Redis").
 */
@NullMarked
module com.huleedu.ras.adapter.redis {
  requires transitive com.huleedu.ras.domain;
  requires transitive com.huleedu.ras.tls;
  requires transitive micrometer.core;
  requires io.github.resilience4j.circuitbreaker;
  requires lettuce.core;
  requires static org.jspecify;
  requires org.slf4j;
  requires tools.jackson.core;

  exports com.huleedu.ras.adapter.redis;
}
