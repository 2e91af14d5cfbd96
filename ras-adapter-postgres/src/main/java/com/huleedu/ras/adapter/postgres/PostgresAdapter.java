package com.huleedu.ras.adapter.postgres;

import com.huleedu.ras.adapter.postgres.database.DataSources;
import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.DriverParameters;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.adapter.postgres.database.OperationMetrics;
import com.huleedu.ras.adapter.postgres.database.Readers;
import com.huleedu.ras.adapter.postgres.database.ServerChecks;
import com.huleedu.ras.adapter.postgres.deadletter.PostgresDeadLetterArchive;
import com.huleedu.ras.adapter.postgres.deadletter.PostgresDeadLetters;
import com.huleedu.ras.adapter.postgres.deadletter.PostgresSettledDeadLetters;
import com.huleedu.ras.adapter.postgres.migration.ChangedSetting;
import com.huleedu.ras.adapter.postgres.migration.Migrations;
import com.huleedu.ras.adapter.postgres.migration.SchemaChecks;
import com.huleedu.ras.adapter.postgres.model.PostgresBatchRepository;
import com.huleedu.ras.adapter.postgres.model.PostgresPositions;
import com.huleedu.ras.adapter.postgres.rebuild.PostgresModelRows;
import com.huleedu.ras.adapter.postgres.rebuild.PostgresSideModels;
import com.huleedu.ras.adapter.postgres.rebuild.PostgresUpkeepRuns;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.deadletter.SettledDeadLetters;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.rebuild.ModelRows;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import com.huleedu.ras.domain.port.rebuild.UpkeepRuns;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * PostgreSQL behind the out-ports. Safe for use by many threads.
 *
 * <p>Every call may throw {@link com.huleedu.ras.domain.UnavailableException}; calls that write,
 * {@link com.huleedu.ras.domain.RejectedByStoreException} as well. Outside of a transaction every
 * call is one of its own.
 */
public final class PostgresAdapter implements AutoCloseable {
  private static final String FIRST_GENERATION =
      """
      select coalesce(host(client_addr), 'this machine') from pg_stat_activity
      where datname = current_database() and application_name = ? group by 1 order by 1
      """;

  private final PostgresConfig config;
  private final HikariDataSource pool;
  private final Database database;
  private final PipelineEnds pipelineEnds;

  private PostgresAdapter(
      PostgresConfig config, HikariDataSource pool, Database database, PipelineEnds pipelineEnds) {
    this.pipelineEnds = pipelineEnds;
    this.config = config;
    this.pool = pool;
    this.database = database;
  }

  /** The same for a service that consumes the ends of runs. */
  public static PostgresAdapter connect(PostgresConfig config, MeterRegistry registry) {
    return connect(config, PipelineEnds.READ, registry);
  }

  /** The same without traces. */
  public static PostgresAdapter connect(
      PostgresConfig config, PipelineEnds pipelineEnds, MeterRegistry registry) {
    return connect(config, pipelineEnds, registry, Tracing.OFF);
  }

  /**
   * Connects, to see that it is possible and in which schema the model lies, and opens the pool.
   *
   * @param pipelineEnds whether ends of runs are consumed, as of all processes on this database
   * @param registry gets {@code ras.db.operations}, {@code ras.db.operation.duration}, {@code
   *     ras.db.readers.waiting} and the pool's own metrics
   * @param tracing is told of each operation
   * @throws com.huleedu.ras.domain.MisconfiguredException if the server refuses the settings
   * @throws com.huleedu.ras.domain.UnavailableException if the server can't be reached now
   */
  public static PostgresAdapter connect(
      PostgresConfig config, PipelineEnds pipelineEnds, MeterRegistry registry, Tracing tracing) {
    PostgresConfig found = DataSources.check(config);
    Readers readers = new Readers(config.poolSize(), config.connectionTimeout());
    OperationMetrics metrics = new OperationMetrics(registry, tracing);
    HikariDataSource pool = DataSources.pool(found, registry); // after all that may fail
    readers.measure(registry);
    return new PostgresAdapter(found, pool, new Database(pool, metrics, readers), pipelineEnds);
  }

  /**
   * Brings the schema up to this version, and makes it if there is none; judges batches anew whose
   * stored status was judged while ends of runs were consumed, and are no longer, or the reverse.
   * Several instances may do so at once.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if the schema is another's, or newer, or
   *     the user may not change it
   * @throws com.huleedu.ras.domain.UnavailableException if the server can't be reached now
   */
  public void migrate() {
    Migrations.run(config);
    new ChangedSetting(database, pipelineEnds).apply();
  }

  /**
   * Processes of the first generation that are connected, as far as the role may see them: their
   * addresses. The database lets them read, and refuses what they write.
   */
  public List<String> firstGeneration() {
    String name = DriverParameters.of(config.jdbcUrl()).givenName();
    return database.run(
        Operation.PING, dsl -> dsl.fetch(FIRST_GENERATION, name).getValues(0, String.class));
  }

  /** What can be looked at without a pool; changes nothing. */
  public static List<Check> checks(PostgresConfig config, InstantSource clock) {
    return Stream.concat(ServerChecks.of(config, clock).stream(), SchemaChecks.of(config).stream())
        .toList();
  }

  /** The schema in which the model lies. */
  public String schema() {
    return Objects.requireNonNull(config.schema());
  }

  /**
   * For who does not {@link #migrate}.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if there is no model yet
   */
  public void requireModel() {
    boolean there =
        database.run(
            Operation.PING,
            dsl ->
                dsl.fetchSingle("select to_regclass('stream_positions') is not null")
                    .get(0, Boolean.class));
    if (!there) {
      throw new MisconfiguredException(
          "PostgreSQL at %s: there is no RAS in the schema %s; correct DATABASE_URL or DATABASE_SCHEMA, or make one (ras migrate)"
              .formatted(config.where(), schema()));
    }
  }

  public BatchRepository batchRepository() {
    return new PostgresBatchRepository(database, pipelineEnds);
  }

  public DeadLetters deadLetters() {
    return new PostgresDeadLetters(database);
  }

  public SettledDeadLetters settledDeadLetters() {
    return new PostgresSettledDeadLetters(database);
  }

  public DeadLetterArchive deadLetterArchive() {
    return new PostgresDeadLetterArchive(database);
  }

  public Positions positions() {
    return new PostgresPositions(database);
  }

  /** The rows of the model, for an audit. */
  public ModelRows modelRows() {
    return new PostgresModelRows(database, pipelineEnds);
  }

  /**
   * Models beside the live one, for a rebuild.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if another process works on them
   */
  public SideModels sideModels() {
    return new PostgresSideModels(config, database, pipelineEnds);
  }

  /** Which audits and rebuilds there were. */
  public UpkeepRuns upkeepRuns() {
    return new PostgresUpkeepRuns(database);
  }

  /** Work that falls victim to a deadlock is run again: it has to bear that. */
  public Transactions transactions() {
    return database;
  }

  /**
   * Asks the server for a sign of life.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if there is none
   */
  public void ping() {
    database.run(Operation.PING, dsl -> dsl.selectOne().fetch());
  }

  /** Ends all connections, those at work too. */
  @Override
  public void close() {
    pool.close();
  }
}
