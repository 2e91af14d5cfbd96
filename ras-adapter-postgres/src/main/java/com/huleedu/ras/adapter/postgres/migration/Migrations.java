package com.huleedu.ras.adapter.postgres.migration;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.database.DataSources;
import com.huleedu.ras.adapter.postgres.database.Failures;
import com.huleedu.ras.domain.MisconfiguredException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.ValidateResult;

/** Brings the schema up to date, under Flyway's lock. */
public final class Migrations {
  private Migrations() {}

  /**
   * Makes the schema of the configuration if there is none, and brings its tables up to date.
   *
   * @throws MisconfiguredException if the schema is another's, or newer, or the role may not
   * @throws com.huleedu.ras.domain.UnavailableException if the server can't be reached now
   */
  public static void run(PostgresConfig config) {
    String schema = Objects.requireNonNull(config.schema(), "no schema was chosen");
    SchemaRights rights = SchemaRights.inSchemaOf(config);
    try {
      // A schema that is newer than this program is not one that it may write.
      flyway(config, schema).migrate();
    } catch (FlywayValidateException e) {
      throw new MisconfiguredException(
          unknown(config, schema, which(String.valueOf(e.getMessage()))), e);
    } catch (FlywayException e) {
      if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
        throw new MisconfiguredException(
            "PostgreSQL at %s: the schema %s holds something that is not of RAS; name a schema of its own with DATABASE_SCHEMA (it is made if it is not there), or leave that out"
                .formatted(config.where(), schema),
            e);
      }
      if (Failures.sqlState(e).equals(Failures.FORBIDDEN)) {
        throw rights.refusal(config, e);
      }
      throw Failures.atStart(e, config);
    }
  }

  /**
   * What a look at the schema found.
   *
   * @param version empty if there is none yet
   * @param pending migrations that a start would run
   * @param refusal why it would not; else empty
   */
  record Found(String version, int pending, String refusal) {}

  /** Looks, and changes nothing. */
  static Found look(PostgresConfig config) {
    String schema = Objects.requireNonNull(config.schema(), "no schema was chosen");
    try {
      Flyway flyway = flyway(config, schema, "*:pending");
      MigrationInfoService info = flyway.info();
      MigrationInfo current = info.current();
      if (current == null) {
        return new Found("", info.pending().length, "");
      }
      ValidateResult valid = flyway.validateWithResult();
      String refusal =
          valid.validationSuccessful
              ? ""
              : unknown(config, schema, which("\n" + valid.getAllErrorMessages()));
      return new Found(String.valueOf(current.getVersion()), info.pending().length, refusal);
    } catch (FlywayException e) {
      throw Failures.atStart(e, config);
    }
  }

  private static Flyway flyway(PostgresConfig config, String schema, String... ignored) {
    return Flyway.configure(Migrations.class.getClassLoader())
        // Not the pool: it is smaller than Flyway's needs may be, and a migration may take long.
        .dataSource(DataSources.single(config, Duration.ZERO))
        .defaultSchema(schema)
        .schemas(schema)
        .createSchemas(false)
        .locations("classpath:db/migration")
        .javaMigrations(JudgeStoredBatches.FORMER, JudgeStoredBatches.NOW)
        .failOnMissingLocations(true)
        .ignoreMigrationPatterns(ignored)
        .load();
  }

  private static String unknown(PostgresConfig config, String schema, String which) {
    return "PostgreSQL at %s: the schema %s is not one that this version knows (%s); start the version that made it, or name another schema with DATABASE_SCHEMA"
        .formatted(config.where(), schema, which);
  }

  /** The migrations that differ, which stand on the lines below the first. */
  private static String which(String refusal) {
    return refusal
        .lines()
        .skip(1)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .limit(2)
        .collect(Collectors.joining("; "));
  }
}
