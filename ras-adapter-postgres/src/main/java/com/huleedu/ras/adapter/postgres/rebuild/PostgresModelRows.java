package com.huleedu.ras.adapter.postgres.rebuild;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.adapter.postgres.model.BatchRow;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelRows;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The model's rows for an audit. */
public final class PostgresModelRows implements ModelRows {
  private final Database database;
  private final PipelineEnds pipelineEnds;

  /**
   * @param pipelineEnds as the service has it whose statuses are stored
   */
  public PostgresModelRows(Database database, PipelineEnds pipelineEnds) {
    this.database = database;
    this.pipelineEnds = pipelineEnds;
  }

  @Override
  public List<ModelRow> demandedBy(Facts facts) {
    List<ModelRow> rows = new ArrayList<>();
    facts
        .batches()
        .values()
        .forEach(batch -> rows.add(RowTable.BATCHES.demanded(new BatchRow(batch.batch(), batch))));
    facts.pipelines().values().forEach(it -> rows.add(RowTable.PIPELINES.demanded(it)));
    facts.outcomes().values().forEach(outcome -> rows.add(RowTable.OUTCOMES.demanded(outcome)));
    facts.rejectedFiles().values().forEach(it -> rows.add(RowTable.REJECTED_FILES.demanded(it)));
    facts.essays().values().forEach(essay -> rows.add(RowTable.ESSAYS.demanded(essay)));
    return rows;
  }

  @Override
  public List<KnownDeadLetter> deadLetters(Map<Partition, LogRange> ranges) {
    return database.run(Operation.AUDIT, dsl -> StoredState.deadLetters(dsl, ranges));
  }

  @Override
  public void openDeadLetters(Collection<String> errorTypes, Consumer<KnownDeadLetter> each) {
    OptionalLong last = OptionalLong.of(0);
    while (last.isPresent()) {
      long after = last.getAsLong();
      last =
          database.run(
              Operation.AUDIT, dsl -> StoredState.openDeadLetters(dsl, errorTypes, after, each));
    }
  }

  @Override
  public DeadLetterCounts countDeadLetters() {
    return database.run(Operation.AUDIT, StoredState::countDeadLetters);
  }

  @Override
  public <T> T onSnapshot(Function<Snapshot, T> work) {
    return database.runOnSnapshot(
        Operation.AUDIT,
        dsl -> {
          // Idle while the last messages are read; it holds nothing that anybody waits for.
          dsl.execute("set local idle_in_transaction_session_timeout = '10min'");
          return work.apply(new OneState(dsl, pipelineEnds));
        });
  }

  private record OneState(DSLContext dsl, PipelineEnds pipelineEnds) implements Snapshot {

    @Override
    public List<Position> positions() {
      return StoredState.positions(dsl);
    }

    @Override
    public List<ModelRow> rowsAfter(@Nullable RowKey key) {
      return AuditedStatuses.in(dsl, RowTable.readAfter(dsl, key), pipelineEnds);
    }
  }
}
