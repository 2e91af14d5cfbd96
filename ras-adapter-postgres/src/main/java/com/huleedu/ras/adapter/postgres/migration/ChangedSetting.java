package com.huleedu.ras.adapter.postgres.migration;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.adapter.postgres.model.JudgedStatuses;
import com.huleedu.ras.domain.batch.PipelineEnds;
import java.util.List;

/**
 * Judges stored statuses anew: where they were judged under another setting, on which those of
 * batches of the flat shape alone depend, or not at all. Each thousand is a transaction of its own,
 * so that nobody waits for more, and who begins anew does no harm.
 */
public final class ChangedSetting {
  private static final String NEXT =
      """
      select batch_id from batch_results where batch_id > ? and (flat or ?)
      order by batch_id limit 1000 for no key update
      """;

  private final Database database;
  private final PipelineEnds pipelineEnds;

  public ChangedSetting(Database database, PipelineEnds pipelineEnds) {
    this.database = database;
    this.pipelineEnds = pipelineEnds;
  }

  /** Until all are judged under this setting; nothing if they are. */
  public void apply() {
    String judged =
        database.run(
            Operation.LINEAGE,
            dsl -> dsl.fetchSingle("select pipeline_ends from lineage").get(0, String.class));
    if (pipelineEnds.name().equals(judged)) {
      return;
    }
    judge(false);
    database.run(
        Operation.LINEAGE,
        dsl -> dsl.execute("update lineage set pipeline_ends = ?", pipelineEnds.name()));
  }

  /** Until all are judged whose facts were recorded without; of whatever shape they are. */
  public void judgeAll() {
    judge(true);
  }

  private void judge(boolean allShapes) {
    List<String> done = after("", allShapes);
    while (!done.isEmpty()) {
      done = after(done.getLast(), allShapes);
    }
  }

  private List<String> after(String batch, boolean allShapes) {
    return database.inTransaction(() ->
        database.run(
            Operation.JUDGE_STATUSES,
            dsl -> {
              List<String> next = dsl.fetch(NEXT, batch, allShapes).getValues(0, String.class);
              JudgedStatuses.store(dsl, next, pipelineEnds);
              return next;
            }));
  }
}
