package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.testkit.history.Histories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever was said, in whatever order and pieces: the column is what the rows give. */
class StoredStatusTest {
  private static final int SEEDS = 60;

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void isTheDerivedOneAfterEveryPoll() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      store
          .direct()
          .execute(
              "with b as (delete from batch_results), o as (delete from phase_outcomes)"
                  + " delete from essay_results");
      String when = "seed " + seed;
      Histories.polls(Histories.redelivered(Histories.random(seed, 14), seed), seed)
          .forEach(poll -> {
            store.record(Facts.fold(poll));
            StoredStatuses.assertDerived(store, when);
          });
    }
  }
}
