package com.huleedu.ras.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.CacheManager.Lease;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** An adapter, a plain client beside it, and ids that no other test uses. */
final class Connected implements AutoCloseable {
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final BatchId batch = new BatchId("batch-" + UUID.randomUUID());
  final UserId user = new UserId("user-" + UUID.randomUUID());
  final UserBatchesQuery page = page(0);
  final RedisAdapter adapter;
  final CacheManager cache;

  private final RedisClient client;

  /** What is really in Redis. */
  final RedisCommands<String, String> redis;

  private Connected(RedisConfig config, Predicate<Body> form, String inspectedUri) {
    this.adapter = RedisAdapter.connect(config, form, metrics);
    this.cache = adapter.cacheManager();
    this.client = RedisClient.create(inspectedUri);
    config
        .tls()
        .ifPresent(tls -> {
          SslOptions trusting = RedisConnector.sslOptions(tls, Duration.ofSeconds(10));
          client.setOptions(ClientOptions.builder().sslOptions(trusting).build());
        });
    this.redis = client.connect().sync();
  }

  /** With time-outs that no busy machine exceeds; who tests those gives a configuration. */
  static Connected to(String uri) {
    return with(patient(uri), uri);
  }

  /** The plain client may go another way than the adapter. */
  static Connected with(RedisConfig config, String inspectedUri) {
    return reachable(new Connected(config, _ -> true, inspectedUri));
  }

  /** A process that would write bodies of this form alone. */
  static Connected writing(Predicate<Body> form, String uri) {
    return reachable(new Connected(patient(uri), form, uri));
  }

  static RedisConfig patient(String uri) {
    RedisConfig usual = RedisConfig.of(uri);
    return new RedisConfig(
        uri,
        usual.cacheTtl(),
        usual.eventTtl(),
        usual.keepDeadLetterCopies(),
        usual.deadLetterCopyTtl(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Optional.empty());
  }

  private static Connected reachable(Connected connected) {
    connected.awaitReachable();
    return connected;
  }

  void awaitReachable() {
    await().until(adapter::isConnected);
  }

  /**
   * Nobody waits for a fill: the adapter's own commands come after it, those of the plain client
   * may not. A command that was answered has all fills before it behind it.
   */
  void awaitFills() {
    BatchId other = new BatchId("batch-" + UUID.randomUUID());
    await().until(() -> cache.findBatch(other) instanceof Lookup.Miss);
  }

  UserBatchesQuery page(long offset) {
    return new UserBatchesQuery(user, new StatusFilter.All(), 20, offset);
  }

  void invalidateBatch() {
    cache.invalidate(new Touched(Set.of(batch), Set.of()));
  }

  void invalidateUser() {
    cache.invalidate(new Touched(Set.of(), Set.of(user)));
  }

  static Lease missed(Lookup lookup) {
    assertThat(lookup).isInstanceOf(Lookup.Miss.class);
    return ((Lookup.Miss) lookup).lease();
  }

  static String hit(Lookup lookup) {
    assertThat(lookup).isInstanceOf(Lookup.Hit.class);
    return new String(((Lookup.Hit) lookup).body().utf8(), UTF_8);
  }

  static Body body(String json) {
    return new Body(json.getBytes(UTF_8));
  }

  @Override
  public void close() {
    adapter.close();
    client.shutdown();
  }
}
