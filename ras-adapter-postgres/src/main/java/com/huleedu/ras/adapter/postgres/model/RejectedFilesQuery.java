package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.REJECTED_FILES;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import com.huleedu.ras.domain.batch.RejectedFiles;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;

/**
 * The files of a batch that were rejected, as fields of a query over batches: the first of them, as
 * far as they fit, and how many there are.
 */
final class RejectedFilesQuery {
  /** SQL: how much of an answer one of them takes. */
  static final String BYTES_OF_ONE =
      "(octet_length(file_name) + octet_length(error_code) + coalesce(octet_length(message), 0))";

  private static final Field<Integer> COUNT = count().as("known");
  private static final Field<OffsetDateTime> NEWEST = max(REJECTED_FILES.REJECTED_AT).as("newest");
  private static final Field<? extends Result<?>> ALL =
      multiset(
              select(COUNT, NEWEST)
                  .from(REJECTED_FILES)
                  .where(REJECTED_FILES.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID)))
          .as("all_rejected");

  // What is too long for an answer ends the list, which says how many there are.
  private static final String FIRST =
      """
      (select * from (
         select *, sum(%s) over (order by rejected_at, upload_id
           rows between unbounded preceding and current row) as bytes
         from rejected_files where batch_id = batch_results.batch_id) as counted
       where bytes <= {0} order by rejected_at, upload_id limit {1})
      """
          .formatted(BYTES_OF_ONE);

  private RejectedFilesQuery() {}

  /**
   * What to select, for {@link #files}.
   *
   * @param batches how many share an answer
   */
  static Collection<Field<?>> fields(int batches) {
    Field<? extends Result<?>> first =
        multiset(
                select(REJECTED_FILES.fields())
                    .from(
                        table(
                                FIRST,
                                inline(ErrorBudget.BYTES / Math.max(1, batches)),
                                inline(RejectedFiles.MAX_SHOWN / Math.max(1, batches)))
                            .as(REJECTED_FILES.getName())))
            .as("first_rejected");
    return List.of(first, ALL);
  }

  static RejectedFiles files(Record row) {
    Record all = row.get(ALL).getFirst();
    Result<?> first = Objects.requireNonNull((Result<?>) row.get("first_rejected"));
    return new RejectedFiles(
        first.map(PipelineRecords::rejectedFile),
        all.get(COUNT),
        FactRecords.instant(all.get(NEWEST)));
  }
}
