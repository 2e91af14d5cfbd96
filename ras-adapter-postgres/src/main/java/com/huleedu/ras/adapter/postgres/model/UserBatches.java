package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** One page of a user's batches where they don't fit: first which ones, then those whole. */
final class UserBatches {
  private UserBatches() {}

  /** To be asked on one snapshot, so that page and total agree. */
  static BatchPage page(DSLContext dsl, UserBatchesQuery query, PipelineEnds ends) {
    Condition chosen = BATCH_RESULTS.USER_ID.eq(query.user().value());
    if (!(query.filter() instanceof StatusFilter.All)) {
      chosen = chosen.and(BATCH_RESULTS.STATUS.in(statuses(query.filter())));
    }
    long total = dsl.fetchCount(BATCH_RESULTS, chosen);
    List<BatchId> page =
        dsl.select(BATCH_RESULTS.BATCH_ID)
            .from(BATCH_RESULTS)
            .where(chosen)
            .orderBy(BATCH_RESULTS.CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID)
            .limit(query.limit())
            .offset(query.offset())
            .fetch(row -> new BatchId(row.value1()));
    return load(dsl, page, total, ends);
  }

  /** As the column has them. */
  static String[] statuses(StatusFilter filter) {
    return Stream.of(BatchStatus.values())
        .filter(filter::matches)
        .map(BatchStatus::eventName)
        .toArray(String[]::new);
  }

  private static BatchPage load(DSLContext dsl, List<BatchId> page, long total, PipelineEnds ends) {
    if (page.isEmpty()) {
      return new BatchPage(List.of(), total);
    }
    List<Batch> batches =
        dsl.connectionResult(connection -> WholeBatches.byIds(connection, page, ends))
            .orElseGet(() -> BatchQuery.byIds(dsl, page, EssayBudget.ESSAYS, ends));
    return new BatchPage(batches, total);
  }
}
