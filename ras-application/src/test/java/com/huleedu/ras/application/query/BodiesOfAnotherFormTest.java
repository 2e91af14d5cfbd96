package com.huleedu.ras.application.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.BodyWriter;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.memory.InMemoryCache;
import com.huleedu.ras.testkit.memory.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an older version left in the cache, or a process that is set to other words. */
class BodiesOfAnotherFormTest {
  private static final BatchId BATCH = new BatchId("b");
  private static final UserId USER = new UserId("u");
  private static final UserBatchesQuery QUERY =
      new UserBatchesQuery(USER, new StatusFilter.All(), 20, 0);
  private static final Body OLD = body("old");

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryCache cache = new InMemoryCache();

  @BeforeEach
  void leaveOldOnes() {
    Registration registration = new Registration(USER, 1, List.of(), List.of());
    Stamp stamp = new Stamp(Instant.EPOCH, new UUID(0, 0), 0);
    store.record(Facts.fold(List.of(new BatchRegistered(stamp, null, BATCH, registration))));
    cache.putBatch(BATCH, OLD, ((CacheManager.Lookup.Miss) cache.findBatch(BATCH)).lease());
    cache.putUserBatches(
        QUERY, OLD, ((CacheManager.Lookup.Miss) cache.findUserBatches(QUERY)).lease());
  }

  @Test
  void countAsMissesAndAreReplaced() {
    BatchQueryService service = new BatchQueryService(store, cache, new Writer());

    assertThat(service.batch(BATCH).map(BodiesOfAnotherFormTest::text)).contains("new b");
    assertThat(text(service.userBatches(QUERY))).isEqualTo("new page");
    assertThat(cached(cache.findBatch(BATCH))).contains("new b");
    assertThat(cached(cache.findUserBatches(QUERY))).contains("new page");
  }

  @Test
  void arePassedOverWhereTheCacheCannotBeToldToForgetThem() {
    BatchQueryService service =
        new BatchQueryService(
            store,
            new Stubborn(
                cache,
                () -> {
                  throw new UnavailableException("Redis", "away on purpose");
                }),
            new Writer());

    assertThat(service.batch(BATCH).map(BodiesOfAnotherFormTest::text)).contains("new b");
    assertThat(text(service.userBatches(QUERY))).isEqualTo("new page");
    assertThat(cached(cache.findBatch(BATCH))).contains("old");
  }

  /** An old process may fill the cache at once. */
  @Test
  void arePassedOverWhereTheyAreThereAgain() {
    BatchQueryService service =
        new BatchQueryService(store, new Stubborn(cache, () -> {}), new Writer());

    assertThat(service.batch(BATCH).map(BodiesOfAnotherFormTest::text)).contains("new b");
    assertThat(cached(cache.findBatch(BATCH))).contains("old");
  }

  private static Optional<String> cached(CacheManager.Lookup found) {
    return found instanceof CacheManager.Lookup.Hit(Body body)
        ? Optional.of(text(body))
        : Optional.empty();
  }

  private static Body body(String text) {
    return new Body(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Body body) {
    return new String(body.utf8(), StandardCharsets.UTF_8);
  }

  /** Never forgets what it has. */
  private record Stubborn(CacheManager cache, Runnable invalidation) implements CacheManager {
    @Override
    public Lookup findBatch(BatchId batch) {
      return cache.findBatch(batch);
    }

    @Override
    public Lookup findUserBatches(UserBatchesQuery query) {
      return cache.findUserBatches(query);
    }

    @Override
    public void putBatch(BatchId batch, Body body, Lease lease) {
      throw new AssertionError("there is no lease");
    }

    @Override
    public void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {
      throw new AssertionError("there is no lease");
    }

    @Override
    public void invalidate(Touched touched) {
      invalidation.run();
    }
  }

  private static final class Writer implements BodyWriter {
    @Override
    public Body batch(Batch batch) {
      return body("new " + batch.batch());
    }

    @Override
    public Body page(UserBatchesQuery query, BatchPage page) {
      return body("new page");
    }

    @Override
    public Body essays(EssayPage page) {
      throw new UnsupportedOperationException("never cached");
    }

    @Override
    public boolean writes(Body body) {
      return text(body).startsWith("new");
    }
  }
}
