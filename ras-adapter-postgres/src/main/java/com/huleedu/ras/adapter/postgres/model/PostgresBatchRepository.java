package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Failures;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jooq.ConnectionCallable;
import org.jooq.DSLContext;

/** The model as rows: writes merge in bulk, reads derive what the domain says. */
public final class PostgresBatchRepository implements BatchRepository {
  private static final BulkUpsert<BatchRow> BATCHES = new BulkUpsert<>(FactTables.BATCHES);
  private static final BulkUpsert<PipelineFacts> PIPELINES = new BulkUpsert<>(FactTables.PIPELINES);
  private static final BulkUpsert<OutcomeFacts> OUTCOMES = new BulkUpsert<>(FactTables.OUTCOMES);
  private static final BulkUpsert<RejectedFileFacts> REJECTED_FILES =
      new BulkUpsert<>(FactTables.REJECTED_FILES);

  /** Where nobody has to know which batches claim them. */
  private static final BulkUpsert<EssayFacts> ESSAYS = new BulkUpsert<>(FactTables.ESSAYS);

  /** As PostgreSQL says it where one of two transactions has to give way. */
  private static final String GO_AGAIN = "40001";

  private final Database database;
  private final PipelineEnds pipelineEnds;

  /**
   * @param pipelineEnds as all processes on this database have it: stored statuses depend on it
   */
  public PostgresBatchRepository(Database database, PipelineEnds pipelineEnds) {
    this.database = database;
    this.pipelineEnds = pipelineEnds;
  }

  @Override
  public Touched record(Facts facts) {
    return database.inTransaction(() -> merge(facts));
  }

  /**
   * Merges the facts, and judges the batches anew whose status they may have changed. From its
   * first statement on this transaction holds these batches, and whoever else changes anything
   * about one of them waits for its end, and sees all of it: so what the last one of them judges is
   * what all of them wrote, and whom it names are all whom one of them touches.
   */
  private Touched merge(Facts facts) {
    // Tables in this order and rows sorted within each: two writers never wait for each other.
    Set<BatchId> claimants = new TreeSet<>(database.lockFirst());
    claimants.addAll(database.run(Operation.JUDGE_STATUSES, dsl -> EssayClaims.stored(dsl, facts)));
    SortedMap<BatchId, BatchRow> held = BatchRow.of(facts, claimants);
    writeAllButEssays(held.values(), facts);
    Set<BatchId> claimed =
        facts.essays().isEmpty()
            ? Set.of()
            : database.run(
                Operation.RECORD_ESSAY_RESULTS,
                dsl ->
                    dsl.connectionResult(
                        connection -> EssayClaims.write(connection, facts.essays().values())));
    return judge(held.keySet(), claimed);
  }

  /**
   * Merges the facts into tables that nobody else reads or writes: no status is judged, nobody is
   * told whom they touch, and nothing is locked for another's sake.
   */
  public void recordUnjudged(Facts facts) {
    database.inTransaction(() -> {
      writeAllButEssays(BatchRow.of(facts, Set.of()).values(), facts);
      write(Operation.RECORD_ESSAY_RESULTS, ESSAYS, facts.essays().values());
      return true;
    });
  }

  private void writeAllButEssays(Collection<BatchRow> batches, Facts facts) {
    write(Operation.REGISTER_BATCHES, BATCHES, batches);
    write(Operation.RECORD_PIPELINES, PIPELINES, facts.pipelines().values());
    write(Operation.RECORD_PHASE_OUTCOMES, OUTCOMES, facts.outcomes().values());
    write(Operation.RECORD_REJECTED_FILES, REJECTED_FILES, facts.rejectedFiles().values());
  }

  /** Some claims may have come between the look at them and the lock of their essays. */
  private Touched judge(Set<BatchId> held, Set<BatchId> claimed) {
    Set<BatchId> late = new TreeSet<>(claimed);
    late.removeAll(held);
    Set<BatchId> all = new TreeSet<>(held);
    all.addAll(late);
    Set<UserId> owners =
        all.isEmpty()
            ? Set.of()
            : database.run(
                Operation.JUDGE_STATUSES,
                dsl -> {
                  holdLate(dsl, late);
                  JudgedStatuses.store(dsl, ids(all), pipelineEnds);
                  return dsl.connectionResult(connection -> Owners.of(connection, ids(all)));
                });
    return new Touched(all, owners);
  }

  /** Whom another holds, the next attempt of this transaction waits for in its turn. */
  private void holdLate(DSLContext dsl, Set<BatchId> late) {
    if (!JudgedStatuses.lock(dsl, ids(late))) {
      database.lockFirst().addAll(late);
      throw Failures.of(
          new SQLException("essays are claimed by a batch that another writer holds", GO_AGAIN));
    }
  }

  private static List<String> ids(Collection<BatchId> batches) {
    return batches.stream().map(BatchId::value).toList();
  }

  private <F> void write(Operation operation, BulkUpsert<F> upsert, Collection<F> facts) {
    if (!facts.isEmpty()) {
      database.run(
          operation,
          dsl -> {
            dsl.connection(connection -> upsert.execute(connection, facts));
            return true;
          });
    }
  }

  @Override
  public Optional<Batch> find(BatchId batch) {
    return plain(
            Operation.GET_BATCH, connection -> WholeBatches.byId(connection, batch, pipelineEnds))
        .map(found -> found.stream().findFirst())
        .orElseGet(() -> findLarge(batch));
  }

  /** Of the few that are so large a second statement has to see the same state. */
  private Optional<Batch> findLarge(BatchId batch) {
    return database.runOnSnapshot(
        Operation.GET_BATCH,
        dsl -> BatchQuery.withFirstEssays(dsl, batch, EssayBudget.ESSAYS, pipelineEnds));
  }

  @Override
  public BatchPage findByUser(UserBatchesQuery query) {
    return plain(
            Operation.GET_USER_BATCHES,
            connection -> WholeBatches.page(connection, query, pipelineEnds))
        .orElseGet(() ->
            database.runOnSnapshot(
                Operation.GET_USER_BATCHES, dsl -> UserBatches.page(dsl, query, pipelineEnds)));
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
