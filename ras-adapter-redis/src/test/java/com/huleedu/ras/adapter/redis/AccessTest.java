package com.huleedu.ras.adapter.redis;

import static com.huleedu.ras.adapter.redis.Connected.body;
import static com.huleedu.ras.adapter.redis.Connected.hit;
import static com.huleedu.ras.adapter.redis.Connected.missed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.embedded.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that lets in only whom it knows, and allows only what was granted. */
class AccessTest {
  private RedisServer server;
  private Connected root;
  private LogLines link;
  private LogLines calls;
  private LogLines check;
  private String uri;

  @BeforeEach
  void start() {
    link = new LogLines(RedisLink.class);
    calls = new LogLines(RedisCalls.class);
    check = new LogLines(ServerCheck.class);
    server = RedisServer.start(null);
    root = Connected.to(server.uri());
    uri = "redis://ras:s3cr3t@127.0.0.1:" + server.port();
  }

  @AfterEach
  void stop() {
    root.close();
    server.close();
    link.close();
    calls.close();
    check.close();
  }

  private static AclSetuserArgs everything() {
    return AclSetuserArgs.Builder.on().addPassword("s3cr3t").allKeys().allCommands();
  }

  @Test
  void theCredentialsInTheUriAreUsedAndNeverLogged() {
    root.redis.aclSetuser("ras", everything());
    try (Connected on = Connected.with(RedisConfig.of(uri), server.uri())) {
      on.cache.putBatch(on.batch, body("{}"), missed(on.cache.findBatch(on.batch)));
      assertThat(hit(on.cache.findBatch(on.batch))).isEqualTo("{}");
    }
    RedisConfig wrong = RedisConfig.of(uri.replace("s3cr3t", "wr0ng"));
    try (RedisAdapter refused = RedisAdapter.connect(wrong, new SimpleMeterRegistry())) {
      await().until(() -> link.containing("WRONGPASS").size() == 2); // of each connection, once
      assertThat(refused.isConnected()).isFalse();
    }
    assertThat(link.containing("s3cr3t")).isEmpty();
    assertThat(link.containing("wr0ng")).isEmpty();
    assertThat(link.containing("redis://***@127.0.0.1")).isNotEmpty();
  }

  @Test
  void whatIsRefusedIsLoggedOnceAndNoReasonToStopAsking() {
    root.redis.aclSetuser("ras", everything().removeCommand(CommandType.MGET));
    try (Connected on = Connected.with(RedisConfig.of(uri), server.uri())) {
      Lineage lineage = new Lineage(UUID.randomUUID());
      for (int i = 0; i < 50; i++) {
        on.adapter
            .deduplicationMarks()
            .seen(lineage, List.of(new DeduplicationMark("a".repeat(64))));
      }
      assertThat(on.adapter.isConnected()).isTrue();
      assertThat(calls.containing("NOPERM")).hasSize(1);
    }
  }

  /** What fails only with a certain message is not found by looking at the others. */
  @Test
  void whatWillBeRefusedIsSaidAtOnceInOneLine() {
    try (LogLines needs = new LogLines(NeededCommands.class)) {
      root.redis.aclSetuser(
          "ras",
          everything()
              .removeCommand(CommandType.SADD)
              .removeCommand(CommandType.SPOP)
              .removeCommand(CommandType.MGET));
      try (Connected on = Connected.with(RedisConfig.of(uri), server.uri())) {
        await().until(() -> !needs.containing("refuses commands").isEmpty());
        assertThat(needs.containing("refuses commands that RAS needs: MGET, SPOP, SADD."))
            .hasSize(1)
            .first()
            .asString()
            .contains("127.0.0.1:" + server.port(), "ACL SETUSER", "+mget +spop +sadd")
            .doesNotContain("s3cr3t");
        assertThat(on.adapter.isConnected()).isTrue();
      }
    }
  }

  @Test
  void ofAServerThatAllowsAllNothingIsSaidAndNothingIsLeft() {
    try (LogLines needs = new LogLines(NeededCommands.class);
        Connected on = Connected.to(server.uri())) {
      on.cache.findBatch(on.batch);
      assertThat(needs.containing("Redis")).isEmpty();
      assertThat(on.redis.keys("ras:server*")).hasSize(1);
    }
  }

  @Test
  void withoutScriptsTheCacheIsNotUsed() {
    root.redis.aclSetuser(
        "ras", everything().removeCommand(CommandType.EVALSHA).removeCommand(CommandType.EVAL));
    try (Connected on = Connected.with(RedisConfig.of(uri), server.uri())) {
      // Without scripts it can't be known what the bodies are worth.
      assertThat(on.cache.findBatch(on.batch)).isEqualTo(new Lookup.Unavailable());
      assertThat(on.adapter.isConnected()).isTrue();
      assertThat(check.containing("NOPERM")).hasSize(1);
      assertThatThrownBy(on::invalidateUser)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("NOPERM");
    }
  }
}
