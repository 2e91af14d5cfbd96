package com.huleedu.ras.adapter.postgres.rebuild;

import com.huleedu.ras.adapter.postgres.model.JudgedStatuses;
import com.huleedu.ras.adapter.postgres.model.JudgedStatuses.Judged;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The statuses of batches as an audit compares them. A row of the log's fold has no status, since
 * rows of three tables give it; what is demanded of the stored one is that it follows from the
 * stored facts, which are themselves held against the log.
 */
final class AuditedStatuses {
  private AuditedStatuses() {}

  /** The same rows, which are those of one state of the database. */
  static List<ModelRow> in(DSLContext dsl, List<ModelRow> rows, PipelineEnds pipelineEnds) {
    List<String> batches =
        rows.stream()
            .filter(row -> row.key().table() == ModelTable.BATCH_RESULTS)
            .map(row -> row.key().parts().getFirst())
            .toList();
    if (batches.isEmpty()) {
      return rows;
    }
    Map<String, Judged> judged =
        JudgedStatuses.of(dsl, batches, pipelineEnds).stream()
            .collect(Collectors.toMap(Judged::batch, Function.identity()));
    return rows.stream()
        .map(row -> audited(row, judged.get(row.key().parts().getFirst())))
        .toList();
  }

  private static ModelRow audited(ModelRow row, @Nullable Judged judged) {
    Map<String, @Nullable String> columns = new LinkedHashMap<>(row.columns());
    columns.put(ModelRow.STATUS, held(row.columns().get(ModelRow.STATUS), judged));
    return new ModelRow(row.key(), columns, row.facts());
  }

  private static @Nullable String held(@Nullable String stored, @Nullable Judged judged) {
    if (judged == null) {
      return stored == null ? null : stored + ", but the batch is not registered";
    }
    String facts = judged.judged() == null ? "make no sense" : "say %s".formatted(judged.judged());
    return stored != null && stored.equals(judged.judged())
        ? ModelRow.AS_FACTS_SAY
        : "%s, but the facts %s".formatted(stored == null ? "none" : stored, facts);
  }
}
