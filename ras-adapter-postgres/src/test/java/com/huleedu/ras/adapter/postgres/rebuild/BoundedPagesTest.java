package com.huleedu.ras.adapter.postgres.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An audit and a rebuild hold a page of what there is, however many and large the rows are. */
class BoundedPagesTest {
  private static final int ESSAYS = 60;
  private static final int ERROR = 1_000_000;

  @Test
  void rowsComeInTheOrderOfTheirKeysAndLargeOnesFewAtATime() {
    try (PostgresFixture store = new PostgresFixture()) {
      fill(store, ERROR);
      store
          .direct()
          .execute(
              "insert into batch_results (batch_id, owners) values ('\uE000', '{}'), ('𐀀', '{}')");
      List<RowKey> keys = new ArrayList<>();
      store
          .adapter()
          .modelRows()
          .onSnapshot(state -> {
            List<ModelRow> page = state.rowsAfter(null);
            while (!page.isEmpty()) {
              assertThat(page.stream().mapToLong(ModelRow::characters).sum())
                  .isLessThan(10L * ERROR);
              page.forEach(row -> keys.add(row.key()));
              page = state.rowsAfter(keys.getLast());
            }
            return true;
          });
      assertThat(keys).isSorted().doesNotHaveDuplicates().hasSize(2 * ESSAYS + 3);
    }
  }

  @Test
  void whatDiffersAndWhatIsSwappedComesInPages() {
    try (PostgresFixture store = new PostgresFixture();
        SideModels models = store.adapter().sideModels();
        SideModel side = models.open(SideModels.Kind.REBUILT)) {
      fill(store, 1);
      side.create();
      assertThat(side.findDiffering()).isEqualTo(2 * ESSAYS + 1);

      List<RowKey> keys = new ArrayList<>();
      List<RowKey> page = side.differingAfter(null);
      while (!page.isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(50);
        keys.addAll(page);
        page = side.differingAfter(page.getLast());
      }
      assertThat(keys).doesNotHaveDuplicates().hasSize(2 * ESSAYS + 1);

      side.holdingWriters(held -> {
        held.swap(false);
        return true;
      });
      try (SideModel previous = models.open(SideModels.Kind.PREVIOUS)) {
        assertThat(previous.toInvalidate()).containsExactlyInAnyOrderElementsOf(keys);
        RowKey essay = new RowKey(ModelTable.ESSAY_RESULTS, List.of("essay 7"));
        assertThat(previous.touchedBy(List.of(essay)).batches())
            .containsExactlyInAnyOrder(new BatchId("batch"), new BatchId("former batch"));
        assertThat(previous.touchedBy(List.of(essay)).users())
            .containsExactlyInAnyOrder(new UserId("user"), new UserId("former"));
        RowKey outcome = new RowKey(ModelTable.PHASE_OUTCOMES, List.of("batch", "phase 7"));
        previous.invalidated(List.of(essay, outcome));
        assertThat(previous.toInvalidate()).hasSize(2 * ESSAYS - 1).doesNotContain(essay, outcome);
        previous.invalidated(keys);
        assertThat(previous.toInvalidate()).isEmpty();
      }
    }
  }

  private static void fill(PostgresFixture store, int error) {
    store
        .direct()
        .execute(
            """
            insert into batch_results (batch_id, registered_at, registered_event_id,
              registered_digest, user_id, essay_count, essay_ids, requested_phases, created_at, owners)
            values ('batch', now(), gen_random_uuid(), 1, 'user', 1, '{}', '{}', now(),
              '{former,user}')
            """);
    IntStream.range(0, ESSAYS)
        .forEach(essay -> {
          store
              .direct()
              .execute(
                  """
                  insert into essay_results (essay_id, batch_id, claimants, spellcheck_error)
                  values (?, 'batch', '{batch,former batch}', repeat('e', ?))
                  """,
                  "essay " + essay,
                  error);
          store
              .direct()
              .execute(
                  """
                  insert into phase_outcomes values
                    ('batch', ?, now(), gen_random_uuid(), 1, 'cancelled', '{}', '{}', now())
                  """,
                  "phase " + essay);
        });
  }
}
