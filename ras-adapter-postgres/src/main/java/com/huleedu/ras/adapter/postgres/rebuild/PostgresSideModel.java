package com.huleedu.ras.adapter.postgres.rebuild;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.database.DataSources;
import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Failures;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.adapter.postgres.database.OperationMetrics;
import com.huleedu.ras.adapter.postgres.database.Readers;
import com.huleedu.ras.adapter.postgres.deadletter.PostgresDeadLetterArchive;
import com.huleedu.ras.adapter.postgres.deadletter.PostgresDeadLetters;
import com.huleedu.ras.adapter.postgres.migration.ChangedSetting;
import com.huleedu.ras.adapter.postgres.migration.Migrations;
import com.huleedu.ras.adapter.postgres.model.PostgresBatchRepository;
import com.huleedu.ras.adapter.postgres.model.PostgresPositions;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model in a schema of its own, with the same migrations as the live one. */
final class PostgresSideModel implements SideModel {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final PostgresConfig config;
  private final Database live;
  private final PipelineEnds pipelineEnds;
  private final HikariDataSource pool;
  private final Database side;
  private final SideTables tables;
  private final PutOff putOff;

  /** Whether there is something that was put off, as far as this process knows. */
  private boolean isIncomplete;

  PostgresSideModel(
      PostgresConfig config, Database live, SideSchemas schemas, PipelineEnds pipelineEnds) {
    this.pipelineEnds = pipelineEnds;
    SimpleMeterRegistry unread = new SimpleMeterRegistry();
    this.config = config.inSchema(schemas.sideName());
    this.live = live;
    this.pool = DataSources.pool(this.config, unread);
    this.side =
        new Database(
            pool,
            new OperationMetrics(unread),
            new Readers(config.poolSize(), config.connectionTimeout()));
    this.tables = new SideTables(live, schemas);
    this.putOff = new PutOff(live, schemas);
  }

  @Override
  public boolean exists() {
    return tables.exists();
  }

  @Override
  public void create() {
    tables.createSchema();
    isIncomplete = putOff.isThere();
    if (isIncomplete) {
      putOff.restore(); // a migration may expect it
    }
    Migrations.run(config);
    tables.checkVersion();
    judge();
    complete();
  }

  /** What was judged under another setting, by an earlier run or by the live model. */
  private void judge() {
    new ChangedSetting(side, pipelineEnds).apply();
  }

  @Override
  public void drop() {
    tables.drop();
  }

  @Override
  public Transactions transactions() {
    return side;
  }

  @Override
  public BatchRepository batches() {
    return new PostgresBatchRepository(side, pipelineEnds);
  }

  @Override
  public DeadLetters deadLetters() {
    return new PostgresDeadLetters(side);
  }

  @Override
  public Positions positions() {
    return new PostgresPositions(side);
  }

  @Override
  public List<Position> reached() {
    return side.run(Operation.REBUILD, StoredState::positions);
  }

  @Override
  public void begin(List<Position> positions, boolean withLiveRows) {
    live.inTransaction(() -> {
      tables.lookAtOneMoment();
      if (withLiveRows) {
        tables.copyLiveRows();
      }
      tables.begin(positions);
      tables.copyLetters();
      if (!withLiveRows) {
        putOff.begin();
      }
      return true;
    });
    isIncomplete = !withLiveRows;
    judge();
  }

  @Override
  public void beginAdded(List<Position> positions) {
    live.inTransaction(() -> {
      tables.begin(positions);
      return true;
    });
  }

  @Override
  public void record(Facts facts) {
    PostgresBatchRepository repository = new PostgresBatchRepository(side, pipelineEnds);
    if (isIncomplete) {
      side.inTransaction(() -> {
        putOff.hold(side);
        repository.recordUnjudged(facts);
        return true;
      });
    } else {
      repository.record(facts);
    }
  }

  @Override
  public void complete() {
    if (isIncomplete && putOff.isThere()) {
      putOff.restore();
      putOff.analyze();
      new ChangedSetting(side, pipelineEnds).judgeAll();
      putOff.end();
    }
    isIncomplete = false;
  }

  @Override
  public List<Position> live() {
    return live.run(Operation.REBUILD, StoredState::positions);
  }

  @Override
  public List<KnownDeadLetter> liveDeadLetters(Map<Partition, LogRange> ranges) {
    return live.run(Operation.REBUILD, dsl -> StoredState.deadLetters(dsl, ranges));
  }

  @Override
  public DeadLetterCounts countLiveDeadLetters() {
    return live.run(Operation.REBUILD, StoredState::countDeadLetters);
  }

  @Override
  public List<DeadLetterId> replayed() {
    return tables.replayed();
  }

  @Override
  public RawMessage message(DeadLetterId letter) {
    return new PostgresDeadLetterArchive(side).hold(letter).orElseThrow().deadLetter().message();
  }

  @Override
  public void settle(DeadLetterId letter) {
    side.run(
        Operation.REBUILD,
        dsl ->
            dsl.execute("update dead_letters set state = 'replayed' where id = ?", letter.value()));
  }

  @Override
  public long findDiffering() {
    complete();
    return tables.findDiffering();
  }

  @Override
  public List<RowKey> differingAfter(@Nullable RowKey key) {
    return tables.differingAfter(key);
  }

  @Override
  public List<ModelRow> rows(Collection<RowKey> keys) {
    return side.run(Operation.REBUILD, dsl -> RowTable.read(dsl, keys));
  }

  @Override
  public List<ModelRow> liveRows(Collection<RowKey> keys) {
    return live.run(Operation.REBUILD, dsl -> RowTable.read(dsl, keys));
  }

  @Override
  public <T> Optional<T> holdingWriters(Function<Held, T> work) {
    try {
      return Optional.of(
          live.once(() -> {
            tables.holdWriters();
            return work.apply(new HeldTables());
          }));
    } catch (RasException failure) {
      @Nullable String state = Failures.sqlState(failure);
      if (LOCK_NOT_AVAILABLE.equals(state) || Failures.isConflict(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** For as long as the transaction that holds the writers. */
  private final class HeldTables implements Held {
    @Override
    public List<Position> live() {
      return PostgresSideModel.this.live();
    }

    @Override
    public void holdLetters() {
      tables.holdLetters();
    }

    @Override
    public void swap(boolean loses) {
      tables.handOver(loses);
      tables.holdTables();
      side.closedWhile(
          "the tables are locked to be swapped",
          () -> {
            tables.swap();
            return true;
          });
    }
  }

  @Override
  public List<RowKey> toInvalidate() {
    return tables.toInvalidate();
  }

  @Override
  public Touched touchedBy(Collection<RowKey> rows) {
    return tables.touchedBy(rows);
  }

  @Override
  public void invalidated(Collection<RowKey> rows) {
    tables.invalidated(rows);
  }

  @Override
  public void close() {
    pool.close();
  }
}
