package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_PIPELINES;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.octetLength;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.batch.PipelineFacts;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;

/**
 * What is known of the runs of a batch, as a field of a query over batches. The error of a failure
 * is shown with each essay that it fails, so that an even share of the budget is all that it gets.
 */
final class PipelineQuery {
  private static final Field<Long> SHARE =
      field("({0} / greatest(1, budget.shown))", Long.class, inline(ErrorBudget.BYTES));
  private static final Field<Long> CUT_TO =
      when(octetLength(BATCH_PIPELINES.CJ_ERROR).cast(Long.class).gt(SHARE), SHARE).as("cj_cut_to");
  private static final Field<String> BEGINNING =
      field("left({0}, {1}::int)", String.class, BATCH_PIPELINES.CJ_ERROR, SHARE)
          .as(BATCH_PIPELINES.CJ_ERROR);

  /** What to select, for {@link #pipeline}. */
  static final Field<? extends Result<?>> FIELD =
      multiset(
              select(fields(BEGINNING))
                  .select(CUT_TO)
                  .from(BATCH_PIPELINES)
                  .where(BATCH_PIPELINES.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID)))
          .as("pipeline");

  private PipelineQuery() {}

  /**
   * What to select of a row, for {@link PipelineRecords#pipeline}.
   *
   * @param error what is read of the error
   */
  static Set<Field<?>> fields(Field<String> error) {
    Set<Field<?>> fields = new LinkedHashSet<>();
    for (Field<?> column : BATCH_PIPELINES.fields()) {
      fields.add(column.equals(BATCH_PIPELINES.CJ_ERROR) ? error : TextBudget.sent(column));
    }
    return fields;
  }

  static PipelineFacts pipeline(Record row, BatchId batch) {
    Result<?> found = row.get(FIELD);
    if (found.isEmpty()) {
      return PipelineFacts.none(batch);
    }
    Record pipeline = found.getFirst();
    Long bytes = pipeline.get(CUT_TO);
    if (bytes != null) {
      pipeline.set(
          BATCH_PIPELINES.CJ_ERROR,
          ErrorBudget.cut(pipeline.get(BATCH_PIPELINES.CJ_ERROR), Math.toIntExact(bytes)));
    }
    return PipelineRecords.pipeline(pipeline);
  }

  /** Whether only the beginning of the error was read. */
  static boolean isCut(Record row) {
    return row.get(FIELD).stream().anyMatch(pipeline -> pipeline.get(CUT_TO) != null);
  }
}
