package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Brings the schema up to date, under Flyway's lock. */
public final class Migrations {
  private Migrations() {}

  public static void run(PostgresConfig config) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          // Not the pool: it is smaller than Flyway's needs may be, and a migration may take long.
          .dataSource(DataSources.single(config, Duration.ZERO))
          .locations("classpath:db/migration")
          .failOnMissingLocations(true)
          .load()
          .migrate();
    } catch (FlywayValidateException e) {
      throw new MisconfiguredException(
          "PostgreSQL at %s: its schema is not one that this version knows (%s); start the version that made it, or use another database"
              .formatted(config.where(), Failures.reason(e)),
          e);
    } catch (FlywayException e) {
      throw Failures.atStart(e, config);
    }
  }
}
