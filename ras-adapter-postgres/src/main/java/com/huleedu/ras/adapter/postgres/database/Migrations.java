package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
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
          // A schema that is newer than this program is not one that it may write.
          .ignoreMigrationPatterns(new String[0])
          .load()
          .migrate();
    } catch (FlywayValidateException e) {
      throw new MisconfiguredException(
          "PostgreSQL at %s: its schema is not one that this version knows (%s); start the version that made it, or use another database"
              .formatted(config.where(), which(e)),
          e);
    } catch (FlywayException e) {
      if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
        throw new MisconfiguredException(
            "PostgreSQL at %s: the schema holds something that is not of RAS (%s); use a database or a schema of its own"
                .formatted(config.where(), Failures.reason(e)),
            e);
      }
      throw Failures.atStart(e, config);
    }
  }

  /** The migrations that differ, which stand on the lines below the first. */
  private static String which(FlywayValidateException refused) {
    return String.valueOf(refused.getMessage())
        .lines()
        .skip(1)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .limit(2)
        .collect(Collectors.joining("; "));
  }
}
