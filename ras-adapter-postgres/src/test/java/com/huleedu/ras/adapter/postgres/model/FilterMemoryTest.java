package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.val;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A filtered list holds little of what is stored for its user. The driver is told to refuse a
 * result of which it would have to hold more at once.
 */
class FilterMemoryTest {
  private static final int HELD_AT_ONCE = 64 * 1_024;
  private static final UserId USER = new UserId("user");

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  /** Each batch says little. */
  @Test
  void ofManyBatches() {
    register(10_000);
    assertThat(total(BatchStatus.AWAITING_CONTENT_VALIDATION)).isEqualTo(10_000);
  }

  /** Registrations, owners and outcomes as large as their messages may be. */
  @Test
  void ofLargeBatches() {
    register(40);
    // Spellcheck names every second essay failed, a newer phase all of them processed.
    store
        .direct()
        .execute(
            """
            with essays as (
              select array_agg('essay-of-a-large-batch-' || e) as every,
                array_agg('essay-of-a-large-batch-' || e) filter (where e % 2 = 0) as even,
                array(select 'nlp' from generate_series(1, 50000)) as phases
              from generate_series(1, 10000) as e),
            registered as (
              update batch_results
              set essay_ids = every, owners = every, requested_phases = phases from essays)
            insert into phase_outcomes
            select batch_id, phase, registered_at + numbered * interval '1 second',
              registered_event_id, 0, 'completed_successfully', every,
              case when phase = 'spellcheck' then even else '{}' end, registered_at
            from essays, batch_results,
              unnest(array['spellcheck', 'nlp']) with ordinality as phases (phase, numbered)
            """);
    assertThat(total(BatchStatus.COMPLETED_SUCCESSFULLY)).isEqualTo(40);
    assertThat(total(BatchStatus.COMPLETED_WITH_FAILURES)).isZero();

    store
        .direct()
        .execute(
            "update phase_outcomes set outcome_at = outcome_at - interval '1 min' where phase = 'nlp'");
    assertThat(total(BatchStatus.COMPLETED_WITH_FAILURES)).isEqualTo(40);
  }

  /** Of a page beyond the last: what a page of whole batches holds is another matter. */
  private long total(BatchStatus status) {
    try (PostgresAdapter adapter = store.holding(HELD_AT_ONCE)) {
      BatchPage page =
          adapter
              .batchRepository()
              .findByUser(new UserBatchesQuery(USER, new StatusFilter.Exact(status), 1, 1_000_000));
      assertThat(page.batches()).isEmpty();
      return page.total();
    }
  }

  private void register(int batches) {
    store
        .direct()
        .execute(
            """
            insert into batch_results
            select 'batch ' || b, timestamptz '2026-03-01 08:00:00Z', gen_random_uuid(), 0, {0}, 1,
              '{}', '{}', timestamptz '2026-03-01 08:00:00Z', '{}'
            from generate_series(1, {1}) as b
            """,
            val(USER.value()), val(batches));
  }
}
