package com.huleedu.ras.adapter.redis;

import static com.huleedu.ras.adapter.redis.Connected.body;
import static com.huleedu.ras.adapter.redis.Connected.hit;
import static com.huleedu.ras.adapter.redis.Connected.missed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.query.CacheManager.Lease;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.embedded.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that goes back in time: an old snapshot, a replica that lagged (decision 12). */
class ServerCheckTest {
  private static final Lookup UNAVAILABLE = new Lookup.Unavailable();

  private RedisServer server;
  private Gate gate;
  private Connected on;

  @BeforeEach
  void start() throws IOException {
    server = RedisServer.start(null, false);
    gate = new Gate(server.port());
    on = Connected.with(RedisConfig.of(gate.uri()), server.uri());
  }

  @AfterEach
  void stop() throws IOException {
    on.close();
    gate.close();
    server.close();
  }

  /** Everything in the cache, a snapshot, then a change: after the restart Redis lacks it. */
  private void goBackInTime() {
    fill("old");
    on.redis.save();
    on.invalidateBatch();
    on.invalidateUser();
    restart();
    assertThat(on.redis.get(Keys.batch(on.batch))).as("what is in Redis").isEqualTo("old");
  }

  private void restart() {
    server.kill();
    server.start();
    on.awaitReachable();
  }

  private void fill(String text) {
    on.cache.putBatch(on.batch, body(text), missed(on.cache.findBatch(on.batch)));
    on.cache.putUserBatches(on.page, body(text), missed(on.cache.findUserBatches(on.page)));
    assertHit(text);
  }

  private void assertHit(String text) {
    assertThat(hit(on.cache.findBatch(on.batch))).isEqualTo(text);
    assertThat(hit(on.cache.findUserBatches(on.page))).isEqualTo(text);
  }

  private static void assertInQuarantine(Connected connected) {
    assertThat(connected.cache.findBatch(connected.batch)).isEqualTo(UNAVAILABLE);
    assertThat(connected.cache.findUserBatches(connected.page)).isEqualTo(UNAVAILABLE);
    assertThat(connected.adapter.isConnected()).isTrue();
  }

  @Test
  void bodiesFromAnOldSnapshotAreNotAnswered() {
    goBackInTime();
    assertInQuarantine(on);
  }

  @Test
  void withoutTheQuarantineTheyWouldBe() {
    goBackInTime();
    endQuarantine();
    assertHit("old");
  }

  /** As if all the time had passed; the name of the server stays. */
  private void endQuarantine() {
    on.redis.set(Keys.SERVER, on.redis.get(Keys.SERVER).split(" ", 2)[0] + " 0");
    await().until(() -> !on.cache.findBatch(on.batch).equals(UNAVAILABLE));
  }

  @Test
  void aLeaseThatComesBackLetsNobodyFill() {
    Lease batchLease = missed(on.cache.findBatch(on.batch));
    Lease userLease = missed(on.cache.findUserBatches(on.page));
    on.redis.save();
    on.invalidateBatch();
    on.invalidateUser();
    restart();
    assertThat(on.redis.get(Keys.lease(on.batch))).isEqualTo(batchLease.token());

    on.cache.putBatch(on.batch, body("old"), batchLease);
    on.cache.putUserBatches(on.page, body("old"), userLease);
    assertThat(on.redis.exists(Keys.batch(on.batch), Keys.list(on.page))).isZero();
  }

  @Test
  void itLastsAsLongAsAnythingOldCanLiveAndEndsByItself() {
    long began = System.currentTimeMillis();
    goBackInTime();
    long until = Long.parseLong(on.redis.get(Keys.SERVER).split(" ", 2)[1]);
    assertThat(until - began).isBetween(310_000L, 370_000L);

    on.invalidateBatch();
    on.invalidateUser();
    endQuarantine();
    fill("new");
  }

  @Test
  void anotherInstanceLearnsOfItAndDoesNotProlongIt() {
    goBackInTime();
    String name = on.redis.get(Keys.SERVER);
    try (Connected other = Connected.to(server.uri())) {
      assertInQuarantine(other);
      assertThat(on.redis.get(Keys.SERVER)).isEqualTo(name);
    }
  }

  @Test
  void aRedisThatStartsEmptyIsUsedAtOnce() {
    fill("old");
    restart();
    fill("new");
  }

  @Test
  void aFlushedRedisIsUsedAtOnce() {
    fill("old");
    String name = on.redis.get(Keys.SERVER);
    on.redis.flushall();
    fill("new");
    await().until(() -> name.equals(on.redis.get(Keys.SERVER)));
    fill("new", on);
    try (Connected other = Connected.to(server.uri())) {
      fill("new", other);
    }
  }

  private static void fill(String text, Connected connected) {
    connected.invalidateBatch();
    connected.cache.putBatch(
        connected.batch, body(text), missed(connected.cache.findBatch(connected.batch)));
  }

  @Test
  void dataWithoutANameAreNotTrustedByWhoDidNotKnowThem() {
    fill("old");
    on.close();
    try (RedisClient client = RedisClient.create(server.uri())) {
      client.connect().sync().del(Keys.SERVER);
    }
    on = Connected.to(server.uri());
    assertInQuarantine(on);
  }

  @Test
  void aReplicaThatLaggedIsNotTrustedAndNeitherIsTheOldPrimaryAfterwards() throws IOException {
    try (RedisServer second = RedisServer.start(null, false)) {
      fill("old");
      String first = Integer.toString(server.port());
      at(
          second,
          redis -> {
            redis.replicaof("127.0.0.1", Integer.parseInt(first));
            await().until(() -> "old".equals(redis.get(Keys.batch(on.batch))));
            redis.replicaofNoOne(); // from here on it misses everything
          });
      on.invalidateBatch();
      on.invalidateUser();
      gate.leadTo(second.port());
      await().untilAsserted(() -> assertInQuarantine(on));
      at(second, redis -> assertThat(redis.get(Keys.batch(on.batch))).isEqualTo("old"));

      gate.leadTo(server.port());
      await().untilAsserted(() -> assertInQuarantine(on));
    }
  }

  private static void at(RedisServer server, Consumer<RedisCommands<String, String>> work) {
    try (RedisClient client = RedisClient.create(server.uri())) {
      work.accept(client.connect().sync());
    }
  }

  @Test
  void aServerThatBecomesAReplicaIsLeft() {
    try (RedisServer second = RedisServer.start(null, false);
        LogLines log = new LogLines(RedisLink.class)) {
      at(second, redis -> redis.set("what", "another server had"));
      on.redis.replicaof("127.0.0.1", second.port());
      await().until(() -> !log.containing("replica").isEmpty());
      await().until(() -> !on.adapter.isConnected());

      on.redis.replicaofNoOne();
      on.awaitReachable();
      assertInQuarantine(on);
    }
  }

  @Test
  void marksThatGoBackInTimeAreOnlyFewer() {
    Lineage lineage = new Lineage(UUID.randomUUID());
    DeduplicationMark early = new DeduplicationMark("a".repeat(64));
    DeduplicationMark late = new DeduplicationMark("b".repeat(64));
    on.adapter.deduplicationMarks().mark(lineage, List.of(early));
    on.redis.save();
    on.adapter.deduplicationMarks().mark(lineage, List.of(late));
    restart();
    assertThat(on.adapter.deduplicationMarks().seen(lineage, List.of(early, late)))
        .containsExactly(early);
  }

  /** Each promotion makes another server of it; with every check goes what was left. */
  @Test
  void howManyServersWereLeftDoesNotMakeTheCheckGrow() throws Exception {
    ServerCheck check = new ServerCheck("somewhere", Duration.ofMinutes(5), Duration.ofSeconds(2));
    try (RedisServer own = RedisServer.start(null, false);
        RedisClient client = RedisClient.create(own.uri());
        RedisClient first = RedisClient.create(server.uri())) {
      StatefulRedisConnection<String, byte[]> firstLeft =
          first.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
      assertThat(check.inQuarantine(firstLeft.async())).isFalse();
      StatefulRedisConnection<String, byte[]> redis =
          client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
      long small = bytesOf(check, redis);
      for (int i = 0; i < 5 * ServerCheck.LEFT_AT_MOST; i++) {
        redis.sync().replicaof("127.0.0.1", 1);
        redis.sync().replicaofNoOne();
        check.inQuarantine(redis.async());
      }
      assertThat(bytesOf(check, redis) - small).isLessThan(100L * ServerCheck.LEFT_AT_MOST);
      assertThat(check.inQuarantine(firstLeft.async())).as("forgotten, not trusted").isTrue();
    }
  }

  private static long bytesOf(ServerCheck check, StatefulRedisConnection<String, byte[]> redis)
      throws Exception {
    long before = bytesIn(redis.sync());
    check.inQuarantine(redis.async());
    return bytesIn(redis.sync()) - before;
  }

  private static long bytesIn(RedisCommands<String, byte[]> redis) {
    return redis
        .info("stats")
        .lines()
        .filter(line -> line.startsWith("total_net_input_bytes:"))
        .mapToLong(line -> Long.parseLong(line.split(":", 2)[1].strip()))
        .sum();
  }
}
