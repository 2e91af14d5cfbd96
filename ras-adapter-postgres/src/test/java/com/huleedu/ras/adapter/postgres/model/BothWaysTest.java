package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.history.Histories;
import com.huleedu.ras.testkit.history.Samples;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What fits is read in one plain statement, what doesn't in others. A batch that grows beyond what
 * fits must not change otherwise, so both have to say the same of whatever both can read.
 */
class BothWaysTest {
  private static final int SEEDS = 8;

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void sayTheSame() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      store.record(Facts.fold(Histories.random(seed, 40)));
      String when = "seed " + seed;
      store
          .direct()
          .connection(connection -> assertSame(DSL.using(connection, SQLDialect.POSTGRES), when));
    }
  }

  private void assertSame(DSLContext dsl, String when) {
    for (BatchId batch : Samples.BATCHES) {
      assertThat(BatchQuery.withFirstEssays(dsl, batch, EssayBudget.ESSAYS, PipelineEnds.READ))
          .as("%s, %s", when, batch)
          .isEqualTo(store.batches().find(batch));
    }
    for (UserId user : Samples.USERS) {
      for (int limit : List.of(1, 100)) {
        for (long offset : List.of(0, 1)) {
          for (StatusFilter filter : Samples.FILTERS) {
            var query = new UserBatchesQuery(user, filter, limit, offset);
            assertThat(UserBatches.page(dsl, query, PipelineEnds.READ))
                .as("%s, %s", when, query)
                .isEqualTo(store.batches().findByUser(query));
          }
        }
      }
    }
  }
}
