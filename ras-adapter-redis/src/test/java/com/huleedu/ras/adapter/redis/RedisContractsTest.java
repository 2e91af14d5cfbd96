package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.testkit.contract.CacheManagerContract;
import com.huleedu.ras.testkit.contract.DeduplicationMarksContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The adapter keeps the promises of the ports on a real Redis. */
class RedisContractsTest {
  private static Connected connected;

  @BeforeAll
  static void connect() {
    connected = Connected.to(EmbeddedServers.redis().uri());
  }

  @AfterAll
  static void close() {
    connected.close();
  }

  @Nested
  class Cache extends CacheManagerContract {
    @Override
    protected CacheManager cache() {
      return connected.adapter.cacheManager();
    }
  }

  @Nested
  class Seen extends DeduplicationMarksContract {
    @Override
    protected DeduplicationMarks deduplicationMarks() {
      return connected.adapter.deduplicationMarks();
    }
  }
}
