package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.port.projection.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.NestedCollectionEmulation;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The one door to the database: every operation passes here, is measured, and fails in the words of
 * the domain. What a thread does within {@link #inTransaction} uses one connection.
 */
public final class Database implements Transactions {
  private static final int ATTEMPTS = 5;

  // The tables are locked before the snapshot is taken: a rebuild may put others in their place,
  // and an old snapshot must not meet new tables. Nobody but such a rebuild waits for a reader, so
  // one whose process is short of CPU or memory gets the time that a statement has, not a writer's.
  private static final String SNAPSHOT =
      """
      set transaction isolation level repeatable read, read only;
      set local idle_in_transaction_session_timeout = '15s';
      lock table batch_results, phase_outcomes, batch_pipelines, rejected_files, essay_results
        in access share mode
      """;

  /** That which this thread is in. */
  private final ScopedValue<Attempt> current = ScopedValue.newInstance();

  /**
   * One go of a transaction.
   *
   * @param lockFirst the batches to be locked before all others, which a conflict tells the next
   */
  private record Attempt(Connection connection, Set<BatchId> lockFirst) {}

  private final DataSource source;
  private final DSLContext dsl;
  private final OperationMetrics metrics;
  private final Readers readers;
  private volatile @Nullable String closed;

  public Database(DataSource source, OperationMetrics metrics, Readers readers) {
    this.readers = readers;
    this.source = source;
    this.dsl = DSL.using(configuration(new Connections()));
    this.metrics = metrics;
  }

  private static DefaultConfiguration configuration(ConnectionProvider connections) {
    DefaultConfiguration configuration = new DefaultConfiguration();
    configuration.set(SQLDialect.POSTGRES);
    configuration.set(connections);
    configuration.set(
        new Settings()
            .withExecuteLogging(false)
            .withRenderSchema(false)
            // Quicker than JSONB, which is the default.
            .withEmulateMultiset(NestedCollectionEmulation.JSON));
    return configuration;
  }

  /** Does one operation, in the transaction of this thread if there is one. */
  public <T> T run(Operation operation, Function<DSLContext, T> work) {
    return metrics.measure(
        operation, () -> placed(operation, () -> translated(() -> work.apply(dsl))));
  }

  /** Does one operation of which all statements see the same state of the database. */
  public <T> T runOnSnapshot(Operation operation, Function<DSLContext, T> work) {
    if (current.isBound()) {
      return run(operation, work); // sees what the transaction sees, its own work included
    }
    return metrics.measure(
        operation,
        () ->
            placed(
                operation,
                () ->
                    attempt(() -> {
                      dsl.execute(SNAPSHOT);
                      return work.apply(dsl);
                    })));
  }

  /** Within a transaction there is a connection already. */
  private <T> T placed(Operation operation, Supplier<T> work) {
    return operation.takesAReadersPlace() && !current.isBound()
        ? readers.read(() -> repeatedOnce(work))
        : work.get();
  }

  /** Reading may be repeated without asking: what heals by that, nobody has to see. */
  private static <T> T repeatedOnce(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RasException failure) {
      if (!Failures.healsByRepeating(failure)) {
        throw Failures.ofReading(failure);
      }
    }
    try {
      return reading.get();
    } catch (RasException again) {
      throw Failures.ofReading(again);
    }
  }

  @Override
  public <T> T inTransaction(Supplier<T> work) {
    return current.isBound()
        ? work.get()
        : metrics.measure(Operation.PROJECT, () -> withoutConflicts(work));
  }

  /**
   * The batches that this transaction has to hold from its beginning, as far as a conflict told an
   * attempt before this one. Who adds to them, and then fails with a conflict, finds them there
   * when the work is done again.
   */
  public Set<BatchId> lockFirst() {
    return current.get().lockFirst();
  }

  @Override
  public <T> T rolledBack(Supplier<T> work) {
    return metrics.measure(Operation.PROJECT, () -> attempt(work, Database::takeBack));
  }

  @Override
  public <T> T withLongerTimeouts(Supplier<T> work) {
    return metrics.measure(
        Operation.PROJECT,
        () ->
            attempt(() -> {
              LongerTimeouts.grant(current.get().connection());
              return work.get();
            }));
  }

  /** A transaction that is not tried again by itself: it holds what others wait for. */
  public <T> T once(Supplier<T> work) {
    return metrics.measure(Operation.REBUILD, () -> attempt(work));
  }

  /**
   * Does work during which nobody gets a connection of this database: who holds locks that its
   * statements would wait for must not wait for them.
   *
   * @param why for the exception of whoever asks for one
   */
  public <T> T closedWhile(String why, Supplier<T> work) {
    closed = why;
    try {
      return work.get();
    } finally {
      closed = null;
    }
  }

  private void checkOpen() {
    String why = closed;
    if (why != null) {
      throw new IllegalStateException("A second connection is asked for while " + why);
    }
  }

  /** Writers take their locks in one order; where they conflict nevertheless, one goes again. */
  private <T> T withoutConflicts(Supplier<T> work) {
    Set<BatchId> lockFirst = new HashSet<>();
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(work, Connection::commit, lockFirst);
      } catch (RasException e) {
        if (attempt == ATTEMPTS || !Failures.isConflict(e)) {
          throw e;
        }
      }
    }
  }

  /**
   * After all that committing would look at: constraints and triggers may be deferred until then.
   */
  private static void takeBack(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set constraints all immediate");
    }
    connection.rollback();
  }

  /** How a transaction ends whose work went well. */
  private interface End {
    void of(Connection connection) throws SQLException;
  }

  /**
   * Not one of jOOQ's transactions: they ask the pool again to roll back what never began, each
   * time a time-out while the database is away, and the server for its isolation level.
   */
  private <T> T attempt(Supplier<T> work) {
    return attempt(work, Connection::commit);
  }

  private <T> T attempt(Supplier<T> work, End end) {
    return attempt(work, end, new HashSet<>());
  }

  private <T> T attempt(Supplier<T> work, End end, Set<BatchId> lockFirst) {
    checkOpen();
    // What is not committed the pool rolls back, as it gets the connection back.
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      T result =
          ScopedValue.where(current, new Attempt(connection, lockFirst))
              .call(() -> translated(work));
      end.of(connection);
      return result;
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  private static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (DataAccessException e) {
      throw Failures.of(e);
    }
  }

  /** Within a transaction always its own, for which {@link #attempt} is responsible. */
  private final class Connections extends DataSourceConnectionProvider {
    Connections() {
      super(source);
    }

    @Override
    public Connection acquire() {
      if (current.isBound()) {
        return current.get().connection();
      }
      checkOpen();
      return super.acquire();
    }

    @Override
    public void release(Connection connection) {
      if (!current.isBound()) {
        super.release(connection);
      }
    }
  }
}
