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
import java.util.Objects;
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

  // What the foreign key of a membership needs: a row, empty until a registration comes.
  private static final String PLACEHOLDERS =
      """
      insert into batch_results (batch_id)
      select u.batch_id from unnest(?) as u (batch_id)
      where not exists (select from batch_results as b where b.batch_id = u.batch_id)
      on conflict (batch_id) do nothing
      """;

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
    if (!essays.isEmpty()) {
      database.inTransaction(() ->
          database.run(
              Operation.RECORD_ESSAY_RESULTS,
              dsl -> {
                dsl.execute(PLACEHOLDERS, (Object) claimed(essays));
                ESSAYS.execute(dsl, essays);
                return true;
              }));
    }
  }

  private static String[] claimed(Collection<EssayFacts> essays) {
    return essays.stream()
        .map(EssayFacts::membership)
        .filter(Objects::nonNull)
        .map(claim -> claim.batch())
        .distinct()
        .sorted()
        .map(BatchId::value)
        .toArray(String[]::new);
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
