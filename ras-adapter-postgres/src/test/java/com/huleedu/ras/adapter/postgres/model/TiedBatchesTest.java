package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.history.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Batches of one instant have an order, and it is the query's: both indexes of today give the same,
 * which hides a query that asks for none.
 */
class TiedBatchesTest {
  private static final UserId USER = new UserId("user");

  private final PostgresFixture store = new PostgresFixture();

  @BeforeEach
  void withoutTheIndexes() {
    store
        .direct()
        .execute("drop index batch_results_of_user_newest_first, batch_results_of_user_by_status");
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** One status, and several. */
  static List<StatusFilter> filters() {
    BatchStatus status = BatchStatus.AWAITING_CONTENT_VALIDATION;
    return List.of(
        new StatusFilter.All(),
        new StatusFilter.Exact(status),
        new StatusFilter.Overall(status.overall()));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void comeInTheOrderOfTheirIds(StatusFilter filter) {
    List<BatchId> ids = Samples.BATCHES.stream().sorted().toList();
    ids.reversed().forEach(this::register);
    List<BatchId> pages = new ArrayList<>();
    for (int offset = 0; offset < ids.size(); offset += 2) {
      store
          .batches()
          .findByUser(new UserBatchesQuery(USER, filter, 2, offset))
          .batches()
          .forEach(batch -> pages.add(batch.batch()));
    }

    assertThat(pages).isEqualTo(ids);
  }

  private void register(BatchId batch) {
    Stamp stamp = new Stamp(Instant.parse("2026-03-01T08:00:00Z"), new UUID(0, 1), 1);
    store.record(
        Facts.fold(
            List.of(
                new BatchRegistered(
                    stamp, null, batch, new Registration(USER, 0, List.of(), List.of())))));
  }
}
