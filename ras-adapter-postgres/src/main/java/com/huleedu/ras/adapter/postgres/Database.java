package com.huleedu.ras.adapter.postgres;

import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.port.out.Transactions;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.NestedCollectionEmulation;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.ThreadLocalTransactionProvider;

/**
 * The one door to the database: every operation passes here, is measured, and fails in the words of
 * the domain. What a thread does within {@link #inTransaction} uses one connection.
 */
final class Database implements Transactions {
  private static final int ATTEMPTS = 5;

  // The tables are locked before the snapshot is taken: a rebuild may put others in their place,
  // and an old snapshot must not meet new tables. Both at once, since every list asks for it.
  private static final String SNAPSHOT =
      """
      set transaction isolation level repeatable read, read only;
      lock table batch_results, phase_outcomes, essay_results in access share mode
      """;

  private final ScopedValue<Boolean> inTransaction = ScopedValue.newInstance();
  private final DSLContext dsl;
  private final OperationMetrics metrics;

  Database(DataSource source, OperationMetrics metrics) {
    this.dsl = DSL.using(configuration(source));
    this.metrics = metrics;
  }

  private static DefaultConfiguration configuration(DataSource source) {
    DefaultConfiguration configuration = new DefaultConfiguration();
    configuration.set(SQLDialect.POSTGRES);
    configuration.set(
        new ThreadLocalTransactionProvider(new DataSourceConnectionProvider(source), false));
    configuration.set(
        new Settings()
            .withExecuteLogging(false)
            .withRenderSchema(false)
            // Quicker than JSONB, which is the default.
            .withEmulateMultiset(NestedCollectionEmulation.JSON));
    return configuration;
  }

  /** Does one operation, in the transaction of this thread if there is one. */
  <T> T run(Operation operation, Function<DSLContext, T> work) {
    return metrics.measure(operation, () -> translated(() -> work.apply(dsl)));
  }

  /** Does one operation of which all statements see the same state of the database. */
  <T> T runOnSnapshot(Operation operation, Function<DSLContext, T> work) {
    if (inTransaction.isBound()) {
      return run(operation, work); // sees what the transaction sees, its own work included
    }
    return run(
        operation,
        context ->
            context.transactionResult(() -> {
              context.execute(SNAPSHOT);
              return work.apply(context);
            }));
  }

  @Override
  public <T> T inTransaction(Supplier<T> work) {
    return inTransaction.isBound()
        ? work.get()
        : metrics.measure(Operation.PROJECT, () -> withoutConflicts(work));
  }

  /** A transaction that is not tried again by itself: it holds what others wait for. */
  <T> T once(Supplier<T> work) {
    return metrics.measure(Operation.REBUILD, () -> attempt(work));
  }

  /** Writers take their locks in one order; where they conflict nevertheless, one goes again. */
  private <T> T withoutConflicts(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(work);
      } catch (RasException e) {
        if (attempt == ATTEMPTS || !Failures.isConflict(e)) {
          throw e;
        }
      }
    }
  }

  private <T> T attempt(Supplier<T> work) {
    return translated(() ->
        ScopedValue.where(inTransaction, true).call(() -> dsl.transactionResult(() -> work.get())));
  }

  private static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (DataAccessException e) {
      throw Failures.of(e);
    }
  }
}
