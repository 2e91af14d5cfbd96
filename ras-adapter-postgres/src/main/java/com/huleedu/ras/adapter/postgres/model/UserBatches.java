package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectOne;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.BatchProgress;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;

/** One page of a user's batches: first which ones, then those whole. */
final class UserBatches {
  private static final Field<Boolean> SPELLCHECKED = anyMember(ESSAY_RESULTS.SPELLCHECK_AT);
  private static final Field<Boolean> RANKED = anyMember(ESSAY_RESULTS.CJ_AT);

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

  /** The rules of a status are the domain's, so it judges summaries of all the user's batches. */
  private static BatchPage filtered(DSLContext dsl, UserBatchesQuery query) {
    List<BatchId> matches =
        dsl
            .select(BATCH_RESULTS.fields())
            .select(BatchQuery.OUTCOMES, SPELLCHECKED, RANKED)
            .from(BATCH_RESULTS)
            .where(BATCH_RESULTS.USER_ID.eq(query.user().value()))
            .orderBy(BATCH_RESULTS.CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID)
            .stream()
            .filter(row -> query.filter().matches(progress(row).status()))
            .map(row -> new BatchId(row.get(BATCH_RESULTS.BATCH_ID)))
            .toList();
    List<BatchId> page = matches.stream().skip(query.offset()).limit(query.limit()).toList();
    return load(dsl, page, matches.size());
  }

  private static BatchPage load(DSLContext dsl, List<BatchId> page, long total) {
    return new BatchPage(page.isEmpty() ? List.of() : BatchQuery.byIds(dsl, page), total);
  }

  private static BatchProgress progress(Record row) {
    BatchFacts batch = FactRecords.batch(row);
    // A status asks only which phases have results, not when: any stamp will do.
    Map<Phase, Stamp> results = new EnumMap<>(Phase.class);
    if (row.get(SPELLCHECKED)) {
      results.put(Phase.SPELLCHECK, batch.registration().stamp());
    }
    if (row.get(RANKED)) {
      results.put(Phase.CJ_ASSESSMENT, batch.registration().stamp());
    }
    return new BatchProgress(
        batch.registration().value().requestedPhases(),
        row.get(BatchQuery.OUTCOMES).map(FactRecords::outcome).stream()
            .collect(Collectors.toMap(OutcomeFacts::phase, OutcomeFacts::outcome)),
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
