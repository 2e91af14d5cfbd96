package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A page is of one moment, while batches come and finish under the reader's hands. */
class SnapshotTest {
  private static final UserId USER = new UserId("user");
  private static final int BATCHES = 300;
  private static final int LIMIT = 100;
  private static final List<String> PREPARE =
      List.of(
          "create schema previous",
          "create schema side",
          "create table side.batch_results (like batch_results including all)",
          "create table side.last as select * from batch_results");

  @Test
  void pageTotalAndFilterAgree() throws Exception {
    StatusFilter waiting = new StatusFilter.Exact(BatchStatus.AWAITING_CONTENT_VALIDATION);
    try (PostgresFixture store = new PostgresFixture();
        var threads = Executors.newFixedThreadPool(1)) {
      Future<?> writer = threads.submit(() -> registerAndFinish(store));
      do {
        assertAgrees(store, new StatusFilter.All());
        assertAgrees(store, waiting);
      } while (!writer.isDone());
      writer.get();
      assertThat(assertAgrees(store, new StatusFilter.All())).isEqualTo(BATCHES);
      assertThat(assertAgrees(store, waiting)).isZero();
    }
  }

  private static long assertAgrees(PostgresFixture store, StatusFilter filter) {
    BatchPage page = store.batches().findByUser(new UserBatchesQuery(USER, filter, LIMIT, 0));
    assertThat(page.batches()).hasSize(Math.toIntExact(Math.min(LIMIT, page.total())));
    assertThat(page.batches()).allMatch(batch -> filter.matches(batch.status()));
    return page.total();
  }

  private static void registerAndFinish(PostgresFixture store) {
    for (int i = 0; i < BATCHES; i++) {
      BatchId batch = new BatchId("batch " + i);
      Stamp stamp = new Stamp(Instant.EPOCH.plusSeconds(i), new UUID(0, i), i);
      record(store, registered(batch, stamp));
      record(
          store,
          new PhaseOutcomeAnnounced(
              stamp,
              null,
              batch,
              Phase.SPELLCHECK,
              new PhaseOutcome(BatchStatus.COMPLETED_SUCCESSFULLY, List.of(), List.of())));
    }
  }

  private static BatchRegistered registered(BatchId batch, Stamp stamp) {
    return new BatchRegistered(stamp, null, batch, new Registration(USER, 0, List.of(), List.of()));
  }

  /** As a rebuild swaps: what it wrote last is younger than the reader, and there all the same. */
  @Test
  void aListThatWaitedForASwapSeesAllThatTheNewTablesHold() throws Exception {
    try (PostgresFixture store = new PostgresFixture();
        var threads = Executors.newFixedThreadPool(1)) {
      record(store, registered(new BatchId("kept"), new Stamp(Instant.EPOCH, new UUID(0, 1), 1)));
      for (String prepare : PREPARE) {
        store.direct().execute(prepare);
      }
      Future<Long> total =
          store
              .direct()
              .transactionResult(swap -> {
                swap.dsl().execute("lock table batch_results in access exclusive mode");
                Future<Long> list =
                    threads.submit(() -> assertAgrees(store, new StatusFilter.All()));
                await().until(() -> store.waitingForLocks() > 0);
                store.direct().execute("insert into side.batch_results select * from side.last");
                swap.dsl().execute("alter table batch_results set schema previous");
                swap.dsl().execute("alter table side.batch_results set schema ras");
                return list;
              });
      assertThat(total.get()).isEqualTo(1);
    }
  }

  private static void record(PostgresFixture store, CompletionEvent event) {
    store.record(Facts.fold(List.of(event)));
  }
}
