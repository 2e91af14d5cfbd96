package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.BatchProgress;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.TableField;

/** One page of a user's batches: first which ones, then those whole. */
final class UserBatches {
  private static final Field<Boolean> SPELLCHECKED = anyMember(ESSAY_RESULTS.SPELLCHECK_AT);
  private static final Field<Boolean> RANKED = anyMember(ESSAY_RESULTS.CJ_AT);

  // A status asks which phases are requested, not how often: a message has room for many.
  private static final Field<String[]> REQUESTED =
      field(
              "case when cardinality({0}) <= {1} then {0} else array(select distinct unnest({0})) end",
              String[].class, BATCH_RESULTS.REQUESTED_PHASES, inline(Phase.values().length))
          .as("requested");

  // A status asks only which phases have results, not when.
  private static final Stamp ANY_STAMP = new Stamp(Instant.EPOCH, new UUID(0, 0), 0);

  // The driver reads whole results, unless it is told so within a transaction.
  private static final int ROWS_AT_A_TIME = 200;

  private UserBatches() {}

  /** To be asked on one snapshot, so that page and total agree. */
  static BatchPage page(DSLContext dsl, UserBatchesQuery query) {
    return switch (query.filter()) {
      case StatusFilter.All all -> unfiltered(dsl, query);
      case StatusFilter.Overall overall -> filtered(dsl, query);
      case StatusFilter.Exact exact -> filtered(dsl, query);
    };
  }

  private static BatchPage unfiltered(DSLContext dsl, UserBatchesQuery query) {
    Condition ofUser = BATCH_RESULTS.USER_ID.eq(query.user().value());
    long total = dsl.fetchCount(BATCH_RESULTS, ofUser);
    List<BatchId> page =
        dsl.select(BATCH_RESULTS.BATCH_ID)
            .from(BATCH_RESULTS)
            .where(ofUser)
            .orderBy(BATCH_RESULTS.CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID)
            .limit(query.limit())
            .offset(query.offset())
            .fetch(row -> new BatchId(row.value1()));
    return load(dsl, page, total);
  }

  /**
   * The rules of a status are the domain's, so it judges summaries of all the user's batches. Of
   * these a few lie in memory at a time, and of the matches only what the page needs.
   */
  private static BatchPage filtered(DSLContext dsl, UserBatchesQuery query) {
    List<BatchId> page = new ArrayList<>();
    long matches = 0;
    try (var summaries = summaries(dsl, query.user()).fetchSize(ROWS_AT_A_TIME).fetchLazy()) {
      for (Record row : summaries) {
        if (query.filter().matches(progress(row).status())) {
          if (matches >= query.offset() && page.size() < query.limit()) {
            page.add(new BatchId(row.get(BATCH_RESULTS.BATCH_ID)));
          }
          matches++;
        }
      }
    }
    return load(dsl, page, matches);
  }

  private static ResultQuery<? extends Record> summaries(DSLContext dsl, UserId user) {
    return dsl.select(BATCH_RESULTS.BATCH_ID, REQUESTED, SPELLCHECKED, RANKED)
        .select(OutcomesQuery.FIELDS)
        .from(BATCH_RESULTS)
        .where(BATCH_RESULTS.USER_ID.eq(user.value()))
        .orderBy(BATCH_RESULTS.CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID);
  }

  private static BatchPage load(DSLContext dsl, List<BatchId> page, long total) {
    if (page.isEmpty()) {
      return new BatchPage(List.of(), total);
    }
    List<Batch> batches =
        dsl.connectionResult(connection -> WholeBatches.byIds(connection, page))
            .orElseGet(() -> BatchQuery.byIds(dsl, page, EssayBudget.ESSAYS));
    return new BatchPage(batches, total);
  }

  private static BatchProgress progress(Record row) {
    Map<Phase, Stamp> results = new EnumMap<>(Phase.class);
    if (row.get(SPELLCHECKED)) {
      results.put(Phase.SPELLCHECK, ANY_STAMP);
    }
    if (row.get(RANKED)) {
      results.put(Phase.CJ_ASSESSMENT, ANY_STAMP);
    }
    return new BatchProgress(
        Stream.of(row.get(REQUESTED)).map(FactRecords::phase).toList(),
        OutcomesQuery.outcomes(row),
        results);
  }

  private static Field<Boolean> anyMember(TableField<?, OffsetDateTime> resultTime) {
    return field(
            exists(
                selectOne()
                    .from(ESSAY_RESULTS)
                    .where(ESSAY_RESULTS.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID))
                    .and(resultTime.isNotNull())))
        .as("any_" + resultTime.getName());
  }
}
