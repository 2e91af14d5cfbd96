package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connections that give up in time, and the pool of them. */
public final class DataSources {
  private static final String READ_ONLY = "25006";

  /** The driver waits a little longer than the server, so that the server's word comes first. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * When the server gives up a transaction of which it hears no more: a frozen process would keep
   * its locks, and whoever took over its partitions would wait for them.
   */
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(5);

  private DataSources() {}

  /**
   * Connects without the pool, whose exceptions hide what is wrong, and looks at what the server
   * is.
   *
   * @return the same, with the schema in which the model lies, or will
   */
  public static PostgresConfig check(PostgresConfig config) {
    try (Connection connection = connect(config)) {
      ServerProperties.of(connection).check(config);
      PostgresConfig found = config.inSchema(ModelSchema.of(connection, config));
      try (Connection another = connect(found)) {
        if (single(config, Duration.ZERO).getPrepareThreshold() != 0) {
          ServerProperties.checkSessions(connection, another, config);
        }
        ModelSchema.checkInForce(another, found);
        return found;
      }
    } catch (SQLException e) {
      throw Failures.onConnecting(e, config);
    }
  }

  /**
   * Before anything is written to a model beside the live one: through a pooler that drops start-up
   * options it would be the live one.
   */
  public static void checkBeside(PostgresConfig config) {
    try (Connection connection = connect(config)) {
      ModelSchema.checkInForceBeside(connection, config);
    } catch (SQLException e) {
      throw Failures.onConnecting(e, config);
    }
  }

  private static Connection connect(PostgresConfig config) throws SQLException {
    return single(config, config.statementTimeout()).getConnection();
  }

  /** Opens connections as they are needed: never fails, even while the server is away. */
  public static HikariDataSource pool(PostgresConfig config, MeterRegistry registry) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("ras-postgres");
    pool.setDataSource(single(config, config.statementTimeout()));
    pool.setMaximumPoolSize(config.poolSize());
    pool.setConnectionTimeout(config.connectionTimeout().toMillis());
    pool.setValidationTimeout(Math.min(1_000, config.connectionTimeout().toMillis()));
    pool.setInitializationFailTimeout(-1);
    // Said here, for the pool asks the first connection once: if that one breaks meanwhile, it
    // takes -1 for the default and refuses every later connection (seen under ./ras chaos).
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    // The driver takes the JVM's zone; in UTC no time of four-digit years leaves them.
    pool.setConnectionInitSql("set time zone 'UTC'");
    pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    pool.setExceptionOverride(new LeaveStandby());
    return config
        .tls()
        .<HikariDataSource>map(tls -> new RenewedPool(pool, tls, config.where()))
        .orElseGet(() -> new HikariDataSource(pool));
  }

  /**
   * A source of single connections.
   *
   * @param statementTimeout zero for none
   */
  public static PGSimpleDataSource single(PostgresConfig config, Duration statementTimeout) {
    ProbingDataSource source = new ProbingDataSource();
    try {
      source.setURL(config.jdbcUrl());
    } catch (IllegalArgumentException e) {
      throw new MisconfiguredException(
          "DATABASE_URL can't be read: it has to be jdbc:postgresql://host:port/database, is %s"
              .formatted(config.where()));
    }
    config.tls().ifPresent(source::use);
    if (config.user() != null) {
      source.setUser(config.user());
    }
    if (config.password() != null) {
      source.setPassword(config.password());
    }
    int timeout = seconds(config.connectionTimeout());
    source.setConnectTimeout(timeout);
    source.setLoginTimeout(timeout);
    DriverParameters given = DriverParameters.of(config.jdbcUrl());
    if (!given.has("tcpKeepAlive")) {
      source.setTcpKeepAlive(true);
    }
    source.setApplicationName(given.applicationName());
    source.setBinaryTransferEnable(BinaryArray.TYPES);
    String times =
        "-c statement_timeout=%s -c idle_in_transaction_session_timeout=%s"
            .formatted(statementTimeout.toMillis(), IDLE_IN_TRANSACTION.toMillis());
    String schema = config.schema();
    // Quoted, or capitals would be lost; alone, so that no neighbour's table is taken for ours.
    source.setOptions(
        given.optionsAnd(
            schema == null ? times : times + " -c search_path=\"%s\"".formatted(schema)));
    source.setSocketTimeout(statementTimeout.isZero() ? 0 : seconds(statementTimeout.plus(GRACE)));
    return source;
  }

  /** Whole seconds, as the driver wants them; a part of one counts as one. */
  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.plusMillis(999).toSeconds());
  }

  /** After a failover the old primary may live on as a standby: its connections are of no use. */
  private static final class LeaveStandby implements SQLExceptionOverride {
    @java.lang.Override // the interface has an Override of its own
    public Override adjudicate(SQLException e) {
      return READ_ONLY.equals(e.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
  }
}
