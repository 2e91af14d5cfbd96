package com.huleedu.ras.application.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.BodyWriter;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.memory.InMemoryCache;
import com.huleedu.ras.testkit.memory.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchQueryServiceTest {
  private static final BatchId BATCH = new BatchId("b");
  private static final UserId USER = new UserId("u");

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryCache cache = new InMemoryCache();
  private final AtomicInteger queries = new AtomicInteger();
  private volatile Runnable duringLoad = () -> {};

  private BatchQueryService service(CacheManager manager) {
    return new BatchQueryService(new Counted(), manager, new Writer());
  }

  private void registered(int second, EssayId... essays) {
    Registration registration = new Registration(USER, second, List.of(essays), List.of());
    Stamp stamp = new Stamp(Instant.EPOCH.plusSeconds(second), new UUID(0, second), second);
    Facts facts = Facts.fold(List.of(new BatchRegistered(stamp, null, BATCH, registration)));
    store.record(facts);
    cache.invalidate(new Touched(Set.of(BATCH), Set.of(USER)));
  }

  private static String text(Body body) {
    return new String(body.utf8(), StandardCharsets.UTF_8);
  }

  @Test
  void anAnswerIsCachedAndAnUnknownBatchIsNot() {
    BatchQueryService service = service(cache);
    assertThat(service.batch(BATCH)).isEmpty();
    assertThat(service.batch(BATCH)).isEmpty();
    assertThat(queries).hasValue(2);

    registered(1);
    assertThat(service.batch(BATCH).map(BatchQueryServiceTest::text)).contains("b 1");
    assertThat(service.batch(BATCH).map(BatchQueryServiceTest::text)).contains("b 1");
    assertThat(queries).hasValue(3);
  }

  @Test
  void aListIsCachedUntilAnythingInItChanges() {
    BatchQueryService service = service(cache);
    UserBatchesQuery query = new UserBatchesQuery(USER, new StatusFilter.All(), 20, 0);

    assertThat(text(service.userBatches(query))).isEqualTo("0 of 0");
    registered(1);
    assertThat(text(service.userBatches(query))).isEqualTo("1 of 1");
    assertThat(text(service.userBatches(query))).isEqualTo("1 of 1");
    assertThat(queries).hasValue(2);
  }

  @Test
  void aPageOfEssaysIsReadEachTime() {
    BatchQueryService service = service(cache);
    EssaysQuery query = new EssaysQuery(BATCH, null, 1_000);

    assertThat(service.essays(query)).isEmpty();
    registered(1);
    assertThat(service.essays(query).map(BatchQueryServiceTest::text)).contains("0 essays");
    registered(2, new EssayId("e"));
    assertThat(service.essays(query).map(BatchQueryServiceTest::text)).contains("1 essays");
  }

  @Test
  void aTextThatIsTooLongForAnAnswerIsReadEachTime() {
    registered(1, new EssayId("e"));
    BatchQueryService service = service(cache);
    assertThat(service.spellcheckError(BATCH, new EssayId("e"))).isEmpty();
    SpellcheckResult failed =
        new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("t"), "{\"a\":1}");
    Stamp stamp = new Stamp(Instant.EPOCH, new UUID(0, 9), 9);
    store.record(
        Facts.fold(List.of(new SpellcheckCompleted(stamp, null, new EssayId("e"), null, failed))));
    assertThat(service.spellcheckError(BATCH, new EssayId("e")).map(BatchQueryServiceTest::text))
        .contains("{\"a\":1}");
  }

  @Test
  void aBodyThatAChangeOvertookIsNotCached() {
    BatchQueryService service = service(cache);
    registered(1);
    duringLoad =
        () -> {
          duringLoad = () -> {};
          registered(2);
        };

    assertThat(service.batch(BATCH).map(BatchQueryServiceTest::text)).contains("b 1");
    assertThat(service.batch(BATCH).map(BatchQueryServiceTest::text))
        .as("the slow reader did not fill the cache")
        .contains("b 2");
  }

  @Test
  void aThousandMissesAtOnceCostOneQuery() throws Exception {
    registered(1);
    CountDownLatch release = new CountDownLatch(1);
    duringLoad = () -> awaitUninterruptibly(release);
    BatchQueryService service = service(cache);
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Body>>> answers = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        answers.add(readers.submit(() -> service.batch(BATCH)));
      }
      release.countDown();
      for (Future<Optional<Body>> answer : answers) {
        assertThat(answer.get().map(BatchQueryServiceTest::text)).contains("b 1");
      }
    }
    assertThat(queries).hasValue(1);
  }

  @Test
  void whoComesDuringALoadIsNotServedWhatItBeganWith() throws Exception {
    registered(1);
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    duringLoad =
        () -> {
          duringLoad = () -> {};
          loading.countDown();
          awaitUninterruptibly(release);
        };
    // Without a cache, so that nothing but the single flight stands between the two.
    BatchQueryService service = service(new Unreachable());
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Body>> early = readers.submit(() -> service.batch(BATCH));
      loading.await();
      registered(2);
      Future<Optional<Body>> late = readers.submit(() -> service.batch(BATCH));
      release.countDown();

      assertThat(early.get().map(BatchQueryServiceTest::text)).contains("b 1");
      assertThat(late.get().map(BatchQueryServiceTest::text)).contains("b 2");
    }
  }

  @Test
  void aFailureReachesItsCallersAndNobodyElse() {
    registered(1);
    duringLoad =
        () -> {
          duringLoad = () -> {};
          throw new UnavailableException("PostgreSQL", "away on purpose");
        };
    BatchQueryService service = service(cache);

    assertThatThrownBy(() -> service.batch(BATCH)).isInstanceOf(UnavailableException.class);
    assertThat(service.batch(BATCH)).isPresent();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counts queries; what a load returns was read before {@code duringLoad} ran. */
  private final class Counted implements BatchRepository {
    @Override
    public Optional<Batch> find(BatchId batch) {
      queries.incrementAndGet();
      Optional<Batch> found = store.find(batch);
      duringLoad.run();
      return found;
    }

    @Override
    public Optional<EssayPage> findEssays(EssaysQuery query) {
      return store.findEssays(query);
    }

    @Override
    public Optional<Body> findSpellcheckError(BatchId batch, EssayId essay) {
      return store.findSpellcheckError(batch, essay);
    }

    @Override
    public BatchPage findByUser(UserBatchesQuery query) {
      queries.incrementAndGet();
      return store.findByUser(query);
    }

    @Override
    public void record(Facts facts) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Touched touchedBy(Facts facts) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Writer implements BodyWriter {
    @Override
    public Body batch(Batch batch) {
      return new Body((batch.batch() + " " + batch.essayCount()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Body page(UserBatchesQuery query, BatchPage page) {
      return new Body(
          (page.batches().size() + " of " + page.total()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Body essays(EssayPage page) {
      return new Body((page.essays().size() + " essays").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final class Unreachable implements CacheManager {
    @Override
    public Lookup findBatch(BatchId batch) {
      return new Lookup.Unavailable();
    }

    @Override
    public Lookup findUserBatches(UserBatchesQuery query) {
      return new Lookup.Unavailable();
    }

    @Override
    public void putBatch(BatchId batch, Body body, Lease lease) {}

    @Override
    public void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {}

    @Override
    public void invalidate(Touched touched) {}
  }
}
