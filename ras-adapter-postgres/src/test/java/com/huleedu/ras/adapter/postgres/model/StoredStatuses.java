package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.query.BatchRepository;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The column, held against what a reader derives of the same rows. */
final class StoredStatuses {
  private StoredStatuses() {}

  /** Of every batch; of a place none. */
  static void assertDerived(PostgresFixture store, String when) {
    assertDerived(store, store.batches(), when);
  }

  /** Of every batch, as this reader has it. */
  static void assertDerived(PostgresFixture store, BatchRepository batches, String when) {
    TreeMap<String, @Nullable String> stored = new TreeMap<>();
    TreeMap<String, @Nullable String> derived = new TreeMap<>();
    store
        .direct()
        .select(BATCH_RESULTS.BATCH_ID, BATCH_RESULTS.STATUS)
        .from(BATCH_RESULTS)
        .forEach(row -> {
          stored.put(row.value1(), row.value2());
          derived.put(row.value1(), derived(batches, row.value1()));
        });
    assertThat(stored).as(when).isEqualTo(derived);
  }

  private static @Nullable String derived(BatchRepository batches, String batch) {
    return batches.find(new BatchId(batch)).map(found -> found.status().eventName()).orElse(null);
  }
}
