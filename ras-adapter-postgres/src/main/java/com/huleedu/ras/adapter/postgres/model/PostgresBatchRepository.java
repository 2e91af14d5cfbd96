package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Collection;
import java.util.Optional;
import org.jooq.ConnectionCallable;

/** The model as rows: writes merge in bulk, reads derive what the domain says. */
public final class PostgresBatchRepository implements BatchRepository {
  private static final BulkUpsert<BatchRow> BATCHES = new BulkUpsert<>(FactTables.BATCHES);
  private static final BulkUpsert<OutcomeFacts> OUTCOMES = new BulkUpsert<>(FactTables.OUTCOMES);
  private static final BulkUpsert<EssayFacts> ESSAYS = new BulkUpsert<>(FactTables.ESSAYS);

  private final Database database;

  public PostgresBatchRepository(Database database) {
    this.database = database;
  }

  @Override
  public void record(Facts facts) {
    // Tables in this order and rows sorted within each: two writers never wait for each other.
    write(Operation.REGISTER_BATCHES, BATCHES, BatchRow.of(facts));
    write(Operation.RECORD_PHASE_OUTCOMES, OUTCOMES, facts.outcomes().values());
    write(Operation.RECORD_ESSAY_RESULTS, ESSAYS, facts.essays().values());
  }

  private <F> void write(Operation operation, BulkUpsert<F> upsert, Collection<F> facts) {
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
    return plain(Operation.GET_BATCH, connection -> WholeBatches.byId(connection, batch))
        .map(found -> found.stream().findFirst())
        .orElseGet(() -> findLarge(batch));
  }

  /** Of the few that are so large a second statement has to see the same state. */
  private Optional<Batch> findLarge(BatchId batch) {
    return database.runOnSnapshot(
        Operation.GET_BATCH, dsl -> BatchQuery.withFirstEssays(dsl, batch, EssayBudget.ESSAYS));
  }

  @Override
  public BatchPage findByUser(UserBatchesQuery query) {
    Optional<BatchPage> whole =
        query.filter() instanceof StatusFilter.All
            ? plain(Operation.GET_USER_BATCHES, connection -> WholeBatches.page(connection, query))
            : Optional.empty();
    return whole.orElseGet(() ->
        database.runOnSnapshot(Operation.GET_USER_BATCHES, dsl -> UserBatches.page(dsl, query)));
  }

  /** The questions that are asked all the time don't go through the builder of statements. */
  private <T> T plain(Operation operation, ConnectionCallable<T> work) {
    return database.run(operation, dsl -> dsl.connectionResult(work));
  }

  @Override
  public Optional<Body> findSpellcheckError(BatchId batch, EssayId essay) {
    return database.run(
        Operation.GET_SPELLCHECK_ERROR, dsl -> BatchQuery.spellcheckError(dsl, batch, essay));
  }

  @Override
  public Optional<EssayPage> findEssays(EssaysQuery query) {
    return database.runOnSnapshot(Operation.GET_BATCH_ESSAYS, dsl -> SomeMembers.page(dsl, query));
  }
}
