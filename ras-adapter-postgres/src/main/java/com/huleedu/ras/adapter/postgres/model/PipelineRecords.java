package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_PIPELINES;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.REJECTED_FILES;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.Stamp;
import java.time.OffsetDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.Record;

/** Rows of a batch's runs and rejected files as facts, as {@link FactRecords} reads the others. */
public final class PipelineRecords {
  private PipelineRecords() {}

  /** Of a table or a query whose fields have the names of the table's. */
  public static PipelineFacts pipeline(Record row) {
    Register<CjFailure> failure =
        FactRecords.register(
            FactRecords.stampOrNull(
                row.get(BATCH_PIPELINES.CJ_FAILURE_AT),
                row.get(BATCH_PIPELINES.CJ_FAILURE_EVENT_ID),
                row.get(BATCH_PIPELINES.CJ_FAILURE_DIGEST)),
            () -> new CjFailure(row.get(BATCH_PIPELINES.CJ_ERROR)));
    Register<BatchStatus> end =
        FactRecords.register(
            FactRecords.stampOrNull(
                row.get(BATCH_PIPELINES.END_AT),
                row.get(BATCH_PIPELINES.END_EVENT_ID),
                row.get(BATCH_PIPELINES.END_DIGEST)),
            () -> FactRecords.status(row.get(BATCH_PIPELINES.END_STATUS)));
    Register<String> assignment =
        FactRecords.register(
            FactRecords.stampOrNull(
                row.get(BATCH_PIPELINES.ASSIGNMENT_AT),
                row.get(BATCH_PIPELINES.ASSIGNMENT_EVENT_ID),
                row.get(BATCH_PIPELINES.ASSIGNMENT_DIGEST)),
            () -> row.get(BATCH_PIPELINES.ASSIGNMENT_ID));
    return new PipelineFacts(
        new BatchId(row.get(BATCH_PIPELINES.BATCH_ID)),
        failure,
        end,
        assignment,
        namings(row),
        FactRecords.instant(row.get(BATCH_PIPELINES.FIRST_EVIDENCE_AT)));
  }

  private static SortedMap<Phase, Stamp> namings(Record row) {
    SortedMap<Phase, Stamp> namings = new TreeMap<>();
    for (Phase phase : Phase.values()) {
      String name = FactTables.naming(phase.eventName());
      Stamp stamp =
          FactRecords.stampOrNull(
              row.get(name + "_at", OffsetDateTime.class),
              row.get(name + "_event_id", UUID.class),
              row.get(name + "_digest", Long.class));
      if (stamp != null) {
        namings.put(phase, stamp);
      }
    }
    return namings;
  }

  public static RejectedFileFacts rejectedFile(Record row) {
    return new RejectedFileFacts(
        new BatchId(row.get(REJECTED_FILES.BATCH_ID)),
        new UploadId(row.get(REJECTED_FILES.UPLOAD_ID)),
        new Register<>(
            FactRecords.stamp(
                row.get(REJECTED_FILES.REJECTED_AT),
                row.get(REJECTED_FILES.REJECTED_EVENT_ID),
                row.get(REJECTED_FILES.REJECTED_DIGEST)),
            new RejectedFile(
                row.get(REJECTED_FILES.FILE_NAME),
                row.get(REJECTED_FILES.ERROR_CODE),
                row.get(REJECTED_FILES.MESSAGE))));
  }
}
