package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Judging batches holds little of what is stored of them, which is as large as their messages may
 * be. The driver is told to refuse a result of which it would have to hold more at once.
 */
class JudgingMemoryTest {
  private static final int BATCHES = 40;
  private static final int HELD_AT_ONCE = 64 * 1_024;

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void ofLargeBatches() {
    register(0);
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
            select batch_id, phase, registered_at + numbered * interval '1 hour',
              registered_event_id, 0, 'completed_successfully', every,
              case when phase = 'spellcheck' then even else '{}' end, registered_at
            from essays, batch_results,
              unnest(array['spellcheck', 'nlp']) with ordinality as phases (phase, numbered)
            """);
    register(-1);
    assertThat(counted(BatchStatus.COMPLETED_SUCCESSFULLY)).isEqualTo(BATCHES);

    store
        .direct()
        .execute(
            "update phase_outcomes set outcome_at = outcome_at - interval '2 h' where phase = 'nlp'");
    register(-2);
    assertThat(counted(BatchStatus.COMPLETED_WITH_FAILURES)).isEqualTo(BATCHES);
  }

  private int counted(BatchStatus status) {
    return store
        .direct()
        .fetch("select 1 from batch_results where status = ?", status.eventName())
        .size();
  }

  /** Older than what is there: nothing changes but that the batches are judged. */
  private void register(int second) {
    List<CompletionEvent> events =
        IntStream.range(0, BATCHES).mapToObj(batch -> registered(batch, second)).toList();
    try (PostgresAdapter adapter = store.holding(HELD_AT_ONCE)) {
      adapter.batchRepository().record(Facts.fold(events));
    }
  }

  private static CompletionEvent registered(int batch, int second) {
    return new BatchRegistered(
        new Stamp(Instant.EPOCH.plusSeconds(second), new UUID(0, batch), 0),
        null,
        new BatchId("batch " + batch),
        new Registration(new UserId("user"), 0, List.<EssayId>of(), List.of()));
  }
}
