package com.huleedu.ras.adapter.postgres;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.port.out.BatchPage;
import com.huleedu.ras.domain.port.out.BatchRepository;
import com.huleedu.ras.domain.port.out.Touched;
import com.huleedu.ras.domain.port.out.UserBatchesQuery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/** The model as rows: writes merge in bulk, reads derive what the domain says. */
final class PostgresBatchRepository implements BatchRepository {
  private static final BulkUpsert<BatchId, BatchFacts> BATCHES =
      new BulkUpsert<>(FactTables.BATCHES, BatchFacts::batch, BatchFacts::merge);
  private static final BulkUpsert<OutcomeFacts.Key, OutcomeFacts> OUTCOMES =
      new BulkUpsert<>(FactTables.OUTCOMES, OutcomeFacts::key, OutcomeFacts::merge);
  private static final BulkUpsert<EssayId, EssayFacts> ESSAYS =
      new BulkUpsert<>(FactTables.ESSAYS, EssayFacts::essay, EssayFacts::merge);

  private final Database database;

  PostgresBatchRepository(Database database) {
    this.database = database;
  }

  @Override
  public void registerBatches(Collection<BatchFacts> batches) {
    write(Operation.REGISTER_BATCHES, BATCHES, batches);
  }

  @Override
  public void recordPhaseOutcomes(Collection<OutcomeFacts> outcomes) {
    write(Operation.RECORD_PHASE_OUTCOMES, OUTCOMES, outcomes);
  }

  @Override
  public void recordEssayResults(Collection<EssayFacts> essays) {
    write(Operation.RECORD_ESSAY_RESULTS, ESSAYS, essays);
  }

  private <F> void write(Operation operation, BulkUpsert<?, F> upsert, Collection<F> facts) {
    if (!facts.isEmpty()) {
      database.run(
          operation,
          dsl -> {
            upsert.execute(dsl, facts);
            return true;
          });
    }
  }

  @Override
  public Touched touchedBy(Facts facts) {
    return database.run(Operation.TOUCHED, dsl -> TouchedQuery.ask(dsl, facts));
  }

  @Override
  public Optional<Batch> find(BatchId batch) {
    return database.run(Operation.GET_BATCH, dsl -> find(dsl, batch));
  }

  private static Optional<Batch> find(DSLContext dsl, BatchId batch) {
    return BatchQuery.byIds(dsl, List.of(batch)).stream().findFirst();
  }

  @Override
  public BatchPage findByUser(UserBatchesQuery query) {
    return database.runOnSnapshot(Operation.GET_USER_BATCHES, dsl -> UserBatches.page(dsl, query));
  }
}
