package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guarantee G2 on PostgreSQL: whoever applied the events, and how often, the rows are the fold. */
class ConcurrentWritersTest {
  private static final int EVENTS = 500;
  private static final int WRITERS = 4;
  private static final int NEW_BATCHES = 1_000;
  private static final int POLL = 100;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rowsEqualTheFoldWhateverTheWritersDid(long seed) throws Exception {
    List<CompletionEvent> history = Histories.random(seed, EVENTS);
    try (PostgresFixture store = new PostgresFixture()) {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        long own = seed * WRITERS + i;
        List<CompletionEvent> delivered = Histories.redelivered(history, own);
        writers.add(() -> {
          Histories.polls(delivered, own).forEach(poll -> store.record(Facts.fold(poll)));
          return null;
        });
      }
      runAll(writers);
      assertThat(store.storedFacts()).as("seed %d", seed).isEqualTo(Facts.fold(history));
      StoredStatuses.assertDerived(store, "seed " + seed);
    }
  }

  /**
   * Catching up, writers create the batches whose essays others claim, crosswise. A transaction
   * that runs twice was a victim of a deadlock.
   */
  @Test
  void writersWhoseBatchesCrossDoNotDeadlock() throws Exception {
    List<List<CompletionEvent>> shares = crossing(new Random(7));
    AtomicInteger transactions = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    try (PostgresFixture store = new PostgresFixture()) {
      List<Callable<Void>> writers = new ArrayList<>();
      for (List<CompletionEvent> share : shares) {
        writers.add(() -> {
          for (int start = 0; start < share.size(); start += POLL) {
            var poll = share.subList(start, Math.min(share.size(), start + POLL));
            transactions.incrementAndGet();
            store.record(Facts.fold(poll), runs::incrementAndGet);
          }
          return null;
        });
      }
      runAll(writers);
      assertThat(runs).hasValue(transactions.get());
      List<CompletionEvent> all = shares.stream().flatMap(List::stream).toList();
      assertThat(store.storedFacts()).isEqualTo(Facts.fold(all));
      StoredStatuses.assertDerived(store, "crossing");
    }
  }

  @Test
  void aWriterThatIsFrozenInItsTransactionHoldsUpNobodyForLong() throws Exception {
    Facts facts = Facts.fold(Histories.random(3, 20));
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch thawed = new CountDownLatch(1);
    try (PostgresFixture store = new PostgresFixture();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> frozen =
          threads.submit(() ->
              store
                  .adapter()
                  .transactions()
                  .inTransaction(() -> {
                    store.adapter().batchRepository().record(facts);
                    locked.countDown();
                    awaitQuietly(thawed);
                    store.adapter().batchRepository().record(facts);
                    return true;
                  }));
      locked.await();
      store.record(facts);
      assertThat(store.storedFacts()).isEqualTo(facts);

      thawed.countDown();
      assertThatThrownBy(frozen::get).hasCauseInstanceOf(UnavailableException.class);
      store.record(facts);
      assertThat(store.storedFacts()).isEqualTo(facts);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A registration and a ranking of each batch, dealt out to the writers at random. */
  private static List<List<CompletionEvent>> crossing(Random random) {
    List<List<CompletionEvent>> shares = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      shares.add(new ArrayList<>());
    }
    Instant time = Instant.parse("2026-03-01T08:00:00Z");
    for (int i = 0; i < NEW_BATCHES; i++) {
      BatchId batch = new BatchId("batch " + random.nextLong());
      EssayId essay = new EssayId("essay " + i);
      Stamp stamp = new Stamp(time, new UUID(0, i), i);
      Registration registration =
          new Registration(new UserId("user"), 1, List.of(essay), List.of());
      shares
          .get(random.nextInt(WRITERS))
          .add(new BatchRegistered(stamp, null, batch, registration));
      shares
          .get(random.nextInt(WRITERS))
          .add(new CjAssessmentCompleted(stamp, null, batch, Map.of(essay, new CjResult(1L, 0.5))));
    }
    return shares;
  }

  private static void runAll(List<Callable<Void>> writers) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
      for (var writer : threads.invokeAll(writers)) {
        writer.get();
      }
    }
  }
}
