package com.huleedu.ras.adapter.redis;

import static com.huleedu.ras.adapter.redis.Connected.body;
import static com.huleedu.ras.adapter.redis.Connected.hit;
import static com.huleedu.ras.adapter.redis.Connected.missed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.port.query.CacheManager.Lease;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.embedded.RedisServer;
import io.lettuce.core.ScriptOutputType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fence beyond the contract: whatever Redis forgets, and whatever else lies in its keys. */
class FenceTest {
  private static RedisServer server;
  private Connected on;

  @BeforeAll
  static void start() {
    server = RedisServer.start(null, false);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    on = Connected.to(server.uri());
  }

  @AfterEach
  void close() {
    on.close();
  }

  @Test
  void aSlowReaderCannotFillAfterAnInvalidation() {
    assertSlowReadersAreRefused(() -> {
      on.invalidateBatch();
      on.invalidateUser();
    });
  }

  @Test
  void aSlowReaderCannotFillAfterRedisWasEmptied() {
    assertSlowReadersAreRefused(() -> {
      on.redis.flushall();
      // Else the next test, a new instance, would find data that nobody vouches for.
      await().until(() -> on.redis.exists(Keys.SERVER) == 1);
    });
  }

  @Test
  void aSlowReaderCannotFillAfterARestart() {
    assertSlowReadersAreRefused(() -> {
      on.invalidateBatch();
      on.invalidateUser();
      server.kill();
      server.start();
      on.awaitReachable();
    });
  }

  @Test
  void aSlowReaderCannotFillOnceItsLeaseIsOver() {
    assertSlowReadersAreRefused(() -> {
      on.redis.pexpire(Keys.lease(on.batch), 0);
      on.redis.pexpire(Keys.lease(on.user), 0);
    });
  }

  /** Also with a new lease standing, and another reader's newer body in place. */
  private void assertSlowReadersAreRefused(Runnable between) {
    Lease batchLease = missed(on.cache.findBatch(on.batch));
    Lease userLease = missed(on.cache.findUserBatches(on.page));
    between.run();
    on.cache.putBatch(on.batch, body("old"), batchLease);
    on.cache.putUserBatches(on.page, body("old"), userLease);

    Lease newBatchLease = missed(on.cache.findBatch(on.batch));
    Lease newUserLease = missed(on.cache.findUserBatches(on.page));
    on.cache.putBatch(on.batch, body("new"), newBatchLease);
    on.cache.putUserBatches(on.page, body("new"), newUserLease);
    on.cache.putBatch(on.batch, body("old"), batchLease);
    on.cache.putUserBatches(on.page, body("old"), userLease);
    assertThat(hit(on.cache.findBatch(on.batch))).isEqualTo("new");
    assertThat(hit(on.cache.findUserBatches(on.page))).isEqualTo("new");
  }

  @Test
  void twoInstancesShareALease() {
    try (Connected other = Connected.to(server.uri())) {
      assertThat(other.cache.findBatch(on.batch)).isEqualTo(on.cache.findBatch(on.batch));
      assertThat(other.cache.findUserBatches(on.page)).isEqualTo(on.cache.findUserBatches(on.page));
    }
  }

  @Test
  void aListThatIsNoLongerTrackedIsNotFound() {
    on.cache.putUserBatches(on.page, body("old"), missed(on.cache.findUserBatches(on.page)));
    on.awaitFills();
    on.redis.del(Keys.lists(on.user)); // as an eviction does
    on.invalidateUser();
    assertThat(on.redis.get(Keys.list(on.page))).isEqualTo("old"); // nobody could know

    missed(on.cache.findUserBatches(on.page));
    on.cache.putUserBatches(
        on.page(20), body("other"), missed(on.cache.findUserBatches(on.page(20))));
    missed(on.cache.findUserBatches(on.page));
    on.cache.putUserBatches(on.page, body("new"), missed(on.cache.findUserBatches(on.page)));
    assertThat(hit(on.cache.findUserBatches(on.page))).isEqualTo("new");
  }

  /**
   * Between both another may fill: what it says of its own list must not vouch for one before it,
   * which was left behind untracked.
   */
  @Test
  void whetherAListIsTrackedIsAskedBeforeTheList() throws IOException {
    try (Socket monitor =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.uri()).getPort())) {
      monitor.getOutputStream().write("MONITOR\r\n".getBytes(UTF_8));
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(monitor.getInputStream(), UTF_8));
      assertThat(lines.readLine()).isEqualTo("+OK");
      missed(on.cache.findUserBatches(on.page));

      List<String> commands =
          lines.lines().filter(line -> line.contains(Keys.list(on.page))).limit(2).toList();
      assertThat(commands.get(0)).containsIgnoringCase("\"SISMEMBER\"");
      assertThat(commands.get(1)).containsIgnoringCase("\"GET\"");
    }
  }

  @Test
  void moreListsThanFitLuasStackAreInvalidated() {
    Lease lease = missed(on.cache.findUserBatches(on.page));
    Map<String, String> lists =
        IntStream.range(0, 12_000)
            .mapToObj(offset -> Keys.list(on.page(offset)))
            .collect(Collectors.toMap(Function.identity(), _ -> "old"));
    String[] keys = lists.keySet().toArray(String[]::new);
    on.redis.mset(lists);
    on.redis.sadd(Keys.lists(on.user), keys);
    on.cache.putUserBatches(on.page, body("old"), lease);
    on.invalidateUser();

    assertThat(on.redis.exists(keys)).isZero();
    assertThat(on.redis.exists(Keys.lists(on.user), Keys.lease(on.user))).isZero();
  }

  @Test
  void noListOutlivesAnInvalidationWhileOthersAddPages() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<?> filler = threads.submit(() -> fillPagesUntil(done));
      Future<?> other = threads.submit(() -> fillPagesUntil(done));
      try {
        for (int i = 0; i < 200; i++) {
          on.invalidateUser();
          assertNoListIsUntracked();
        }
      } finally {
        done.set(true);
      }
      filler.get();
      other.get();
    }
    on.invalidateUser();
    for (int i = 0; i < 10; i++) {
      assertThat(on.redis.exists(Keys.list(on.page(i)))).isZero();
    }
  }

  private void fillPagesUntil(AtomicBoolean done) {
    for (int i = 0; !done.get(); i = (i + 1) % 10) {
      UserBatchesQuery query = on.page(i);
      if (on.cache.findUserBatches(query) instanceof Lookup.Miss(Lease lease)) {
        on.cache.putUserBatches(query, body("page"), lease);
      }
    }
  }

  /** One step in Redis, so that nothing comes between looking at the lists and at their set. */
  private void assertNoListIsUntracked() {
    String[] keys = new String[11];
    keys[0] = Keys.lists(on.user);
    for (int i = 1; i < keys.length; i++) {
      keys[i] = Keys.list(on.page(i - 1));
    }
    Long untracked =
        on.redis.eval(
            """
            local untracked = 0
            for i = 2, #KEYS do
              if redis.call('EXISTS', KEYS[i]) > redis.call('SISMEMBER', KEYS[1], KEYS[i]) then
                untracked = untracked + 1
              end
            end
            return untracked
            """,
            ScriptOutputType.INTEGER,
            keys);
    assertThat(untracked).isZero();
  }

  @Test
  void keysOfAnotherTypeCountAsMissingAndAreReplaced() {
    on.redis.hset(Keys.batch(on.batch), "a", "b");
    on.redis.hset(Keys.list(on.page), "a", "b");
    on.redis.hset(Keys.lists(on.user), "a", "b");

    on.cache.putBatch(on.batch, body("new"), missed(on.cache.findBatch(on.batch)));
    on.cache.putUserBatches(on.page, body("new"), missed(on.cache.findUserBatches(on.page)));
    assertThat(hit(on.cache.findBatch(on.batch))).isEqualTo("new");
    assertThat(hit(on.cache.findUserBatches(on.page))).isEqualTo("new");
  }

  @Test
  void aListWhoseTrackingIsOfAnotherTypeIsNotFound() {
    on.cache.putUserBatches(on.page, body("old"), missed(on.cache.findUserBatches(on.page)));
    on.awaitFills();
    on.redis.del(Keys.lists(on.user));
    on.redis.hset(Keys.lists(on.user), "a", "b");

    missed(on.cache.findUserBatches(on.page));
  }

  @Test
  void keysOfAnotherTypeAreInvalidated() {
    String[] keys = {
      Keys.batch(on.batch), Keys.lease(on.batch), Keys.lists(on.user), Keys.lease(on.user)
    };
    for (String key : keys) {
      on.redis.hset(key, "a", "b");
    }
    assertThat(on.cache.findBatch(on.batch)).isEqualTo(new Lookup.Unavailable());
    assertThat(on.cache.findUserBatches(on.page)).isEqualTo(new Lookup.Unavailable());
    on.cache.putBatch(on.batch, body("old"), new Lease("none"));
    on.cache.putUserBatches(on.page, body("old"), new Lease("none"));

    on.invalidateBatch();
    on.invalidateUser();
    assertThat(on.redis.exists(keys)).isZero();
    missed(on.cache.findBatch(on.batch));
    missed(on.cache.findUserBatches(on.page));
    assertThat(on.adapter.isConnected()).isTrue();
  }

  @Test
  void scriptsThatRedisForgotAreSentAgain() {
    on.redis.scriptFlush();
    on.cache.putUserBatches(on.page, body("new"), missed(on.cache.findUserBatches(on.page)));
    // Nobody waits for it, nor for the reply that says that its text has to be sent.
    await()
        .untilAsserted(
            () -> assertThat(on.cache.findUserBatches(on.page)).isInstanceOf(Lookup.Hit.class));
    assertThat(hit(on.cache.findUserBatches(on.page))).isEqualTo("new");

    on.redis.scriptFlush();
    on.invalidateUser();
    missed(on.cache.findUserBatches(on.page));
  }
}
