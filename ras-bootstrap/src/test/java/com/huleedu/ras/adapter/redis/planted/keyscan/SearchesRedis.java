package com.huleedu.ras.adapter.redis.planted.keyscan;

/** Planted: Redis is searched. */
final class SearchesRedis {
  private SearchesRedis() {}

  static Object all(io.lettuce.core.api.sync.RedisCommands<String, String> redis) {
    return redis.keys("*");
  }
}
