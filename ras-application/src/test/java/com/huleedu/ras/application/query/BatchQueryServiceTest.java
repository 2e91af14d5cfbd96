package com.huleedu.ras.application.query;

import static java.util.concurrent.TimeUnit.SECONDS;
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
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchQueryServiceTest {
  private static final BatchId BATCH = new BatchId("b");
  private static final UserId USER = new UserId("u");

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryCache cache = new InMemoryCache();
  private final AtomicInteger queries = new AtomicInteger();
  private final CountDownLatch loading = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile Runnable duringLoad = () -> {};

  private void holdOnce() {
    duringLoad = () -> {};
    loading.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private BatchQueryService service(CacheManager manager) {
    return new BatchQueryService(new Counted(), manager, new PlainWriter(), Admission.of(10));
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
    duringLoad = this::holdOnce;
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

  /** It missed before the other's load landed, and by then the cache has the answer. */
  @Test
  void whoWaitedForALoadLooksIntoTheCacheAgain() throws Exception {
    registered(1);
    duringLoad = this::holdOnce;
    BatchQueryService service = service(cache);
    FutureTask<Optional<Body>> early = new FutureTask<>(() -> service.batch(BATCH));
    FutureTask<Optional<Body>> late = new FutureTask<>(() -> service.batch(BATCH));
    Thread.ofPlatform().daemon().start(early);
    loading.await();
    Thread waiting = Thread.ofPlatform().daemon().start(late);
    while (waiting.getState() != Thread.State.WAITING) {
      assertThat(waiting.isAlive()).as("it waits for the other").isTrue();
      Thread.onSpinWait();
    }
    release.countDown();

    assertThat(early.get(5, SECONDS)).isPresent();
    assertThat(late.get(5, SECONDS)).isPresent();
    assertThat(queries).hasValue(1);
  }

  @Test
  void whoComesDuringALoadIsNotServedWhatItBeganWith() throws Exception {
    registered(1);
    duringLoad = this::holdOnce;
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
    public Touched record(Facts facts) {
      throw new UnsupportedOperationException();
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
