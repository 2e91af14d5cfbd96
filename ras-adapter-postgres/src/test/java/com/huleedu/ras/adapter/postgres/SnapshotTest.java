package com.huleedu.ras.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

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
import com.huleedu.ras.domain.port.out.BatchPage;
import com.huleedu.ras.domain.port.out.StatusFilter;
import com.huleedu.ras.domain.port.out.UserBatchesQuery;
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
      record(
          store,
          new BatchRegistered(stamp, null, batch, new Registration(USER, 0, List.of(), List.of())));
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

  private static void record(PostgresFixture store, CompletionEvent event) {
    store.record(Facts.fold(List.of(event)));
  }
}
