package com.huleedu.ras.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * The cache, with the fence (guarantees, G7).
 *
 * <p>The lease of a batch, or of all lists of a user, is a random token under a key of its own. A
 * miss sets one unless one is there, and reads it back: that is the permission to fill. A fill is a
 * script that stores the body only if the lease still reads the same. An invalidation removes
 * bodies and lease in one step.
 *
 * <p>Why no stale body can stay. Let a body be stored at step F under token T that its reader had
 * read at step R; it loaded after R. Each token is random and its {@code SET NX} is sent at most
 * once ({@link RedisLink}), so a token that was removed never comes back: the lease read T at R and
 * at F, hence all the time in between, and no invalidation took place there. So any change whose
 * invalidation came before F had it before R, and was committed before that: the load saw it. Any
 * other change has its invalidation after F, which removes the body. A lease that is forgotten,
 * through expiry, eviction, FLUSHALL or a restart, only refuses fills. A Redis that went back to an
 * older state of its data could bring a token back, and bodies; there neither is used until all of
 * them have expired ({@link ServerCheck}).
 *
 * <p>A list counts only while the set of its user's list keys names it. If that set is evicted, an
 * invalidation no longer knows the lists, but no lookup finds them either, until a fill replaces
 * the body and names the key again.
 *
 * <p>A body of another form than this process would write counts as a miss; the fill that follows
 * replaces it. Two processes of different forms so take turns at filling, and neither sends what
 * the other wrote, but for one of the first generation, which sends what it finds.
 */
final class FencedCache implements CacheManager {
  /** How long after a miss a fill is accepted; a load that takes longer fills nothing. */
  static final Duration LEASE = Duration.ofSeconds(10);

  /** The set outlives every list that it names. */
  private static final Duration TRACKING_MARGIN = Duration.ofSeconds(60);

  /** So few that no command keeps others of the server waiting. */
  private static final int OWNERS_PER_COMMAND = 100;

  /** So few that a lookup which is sent after them hardly waits, and so many that few waits do. */
  private static final int COMMANDS_PER_PIECE = 5;

  /** Of one user; a page more takes the place of another. */
  static final int LISTS_PER_USER = 100;

  private final RedisCalls calls;
  private final RedisConfig config;
  private final Predicate<Body> form;
  private final CacheMetrics batchStatus;
  private final CacheMetrics userBatches;
  private final InvalidationMetrics invalidations;
  private final byte[] ttl;
  private final byte[] trackingTtl;
  private final byte[] listsAtMost;

  FencedCache(RedisCalls calls, RedisConfig config, Predicate<Body> form, MeterRegistry registry) {
    this.calls = calls;
    this.config = config;
    this.form = form;
    this.batchStatus = new CacheMetrics(registry, "batch_status");
    this.userBatches = new CacheMetrics(registry, "user_batches");
    this.invalidations = new InvalidationMetrics(registry);
    this.ttl = bytes(Long.toString(config.cacheTtl().toSeconds()));
    this.trackingTtl = bytes(Long.toString(config.cacheTtl().plus(TRACKING_MARGIN).toSeconds()));
    this.listsAtMost = bytes(Integer.toString(LISTS_PER_USER));
  }

  @Override
  public Lookup findBatch(BatchId batch) {
    String key = Keys.batch(batch);
    return batchStatus.count(
        lookup(
            calls.attemptOnBodies(redis -> Replies.optional(redis.get(key))), Keys.lease(batch)));
  }

  @Override
  public Lookup findUserBatches(UserBatchesQuery query) {
    String key = Keys.list(query);
    String lists = Keys.lists(query.user());
    return userBatches.count(
        lookup(
            calls.attemptOnBodies(redis -> findTracked(redis, key, lists)),
            Keys.lease(query.user())));
  }

  private static CompletionStage<Optional<byte[]>> findTracked(
      RedisAsyncCommands<String, byte[]> redis, String key, String lists) {
    // In this order, since another client may come in between: a body that was left behind
    // untracked must not be vouched for by the tracking of the one that replaces it.
    CompletionStage<Optional<Boolean>> tracked =
        Replies.optional(redis.sismember(lists, bytes(key)));
    CompletionStage<Optional<byte[]>> body = Replies.optional(redis.get(key));
    return body.thenCombine(
        tracked, (found, named) -> named.orElse(false) ? found : Optional.empty());
  }

  private Lookup lookup(Optional<Optional<byte[]>> reply, String leaseKey) {
    if (reply.isEmpty()) {
      return new Lookup.Unavailable();
    }
    return reply
        .get()
        .map(Body::new)
        .filter(form)
        .<Lookup>map(Lookup.Hit::new)
        .orElseGet(() -> miss(leaseKey));
  }

  private Lookup miss(String leaseKey) {
    byte[] token = bytes(UUID.randomUUID().toString());
    return calls
        .attemptOnBodies(redis -> {
          var taken = Replies.optional(redis.set(leaseKey, token, forLease()));
          var readBack = Replies.optional(redis.get(leaseKey));
          return taken.thenCombine(readBack, (_, standing) -> standing);
        })
        .flatMap(lease -> lease)
        .<Lookup>map(lease -> new Lookup.Miss(new Lease(new String(lease, UTF_8))))
        .orElseGet(Lookup.Unavailable::new);
  }

  private static SetArgs forLease() {
    return SetArgs.Builder.nx().px(LEASE);
  }

  @Override
  public void putBatch(BatchId batch, Body body, Lease lease) {
    String[] keys = {Keys.lease(batch), Keys.batch(batch)};
    calls.launchOnBodies(
        redis -> Script.FILL.run(redis, keys, bytes(lease.token()), body.utf8(), ttl));
  }

  @Override
  public void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {
    String[] keys = {Keys.lease(query.user()), Keys.list(query), Keys.lists(query.user())};
    byte[] token = bytes(lease.token());
    calls.launchOnBodies(
        redis -> Script.FILL.run(redis, keys, token, body.utf8(), ttl, trackingTtl, listsAtMost));
  }

  @Override
  public void invalidate(Touched touched) {
    if (touched.isEmpty()) {
      return;
    }
    Stream<RedisCalls.Work<Long>> batches =
        slices(touched.batches().stream().flatMap(FencedCache::bodyAndLease))
            .map(keys -> redis -> redis.unlink(keys));
    Stream<RedisCalls.Work<Long>> users =
        slices(touched.users().stream().flatMap(FencedCache::listsAndLease))
            .map(keys -> redis -> Script.INVALIDATE_USERS.run(redis, keys));
    invalidations.count(() -> demand(touched, Stream.concat(batches, users)));
  }

  private void demand(Touched touched, Stream<RedisCalls.Work<Long>> commands) {
    calls.demandEach(
        "invalidating %s batches and %s users"
            .formatted(touched.batches().size(), touched.users().size()),
        config.invalidationTimeout(),
        commands
            .gather(Gatherers.windowFixed(COMMANDS_PER_PIECE))
            .map(FencedCache::piece)
            .toList());
  }

  private static RedisCalls.Work<List<Long>> piece(List<RedisCalls.Work<Long>> commands) {
    return redis -> Replies.all(commands.stream().map(command -> command.apply(redis)).toList());
  }

  private static Stream<String> bodyAndLease(BatchId batch) {
    return Stream.of(Keys.batch(batch), Keys.lease(batch));
  }

  private static Stream<String> listsAndLease(UserId user) {
    return Stream.of(Keys.lists(user), Keys.lease(user));
  }

  /** Few long commands rather than many short ones; an even size keeps pairs together. */
  private static Stream<String[]> slices(Stream<String> pairs) {
    return pairs
        .gather(Gatherers.windowFixed(2 * OWNERS_PER_COMMAND))
        .map(slice -> slice.toArray(String[]::new));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
