package com.huleedu.ras.adapter.postgres.migration;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.database.DataSources;
import com.huleedu.ras.adapter.postgres.database.Failures;
import com.huleedu.ras.domain.MisconfiguredException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the role of this service may do in the schema of the model, and what to run if that is too
 * little.
 *
 * @param role and {@code database}, {@code schema}: quoted, as statements want them
 * @param usage whether names in it may be used; false as well if there is no such schema
 */
record SchemaRights(
    String role,
    String database,
    String schema,
    boolean exists,
    boolean usage,
    boolean create,
    boolean createInDatabase) {

  private static final String ASK =
      """
      select quote_ident(current_user), quote_ident(current_database()), quote_ident(n.name),
        s.oid is not null, coalesce(has_schema_privilege(s.oid, 'USAGE'), false),
        coalesce(has_schema_privilege(s.oid, 'CREATE'), false),
        has_database_privilege(current_database(), 'CREATE')
      from (values (?)) as n (name) left join pg_namespace as s on s.nspname = n.name
      """;

  /** Another instance was quicker: as the schema, and as an entry of the catalog. */
  private static final String EXISTS = "42P06";

  private static final String EXISTS_IN_CATALOG = "23505";

  /**
   * Makes the schema if there is none.
   *
   * @throws MisconfiguredException with the statements to run, if the role may not use or make it
   */
  static SchemaRights inSchemaOf(PostgresConfig config) {
    try (Connection connection = DataSources.single(config, Duration.ZERO).getConnection()) {
      SchemaRights rights = of(connection, config);
      if (!rights.exists) {
        rights.makeSchema(connection, config);
        rights = of(connection, config);
      }
      if (!rights.usage) {
        throw refused(config, rights.grants(), null);
      }
      return rights;
    } catch (SQLException e) {
      throw Failures.atStart(e, config);
    }
  }

  private static SchemaRights of(Connection connection, PostgresConfig config) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ASK)) {
      statement.setString(1, config.schema());
      try (ResultSet found = statement.executeQuery()) {
        found.next();
        return new SchemaRights(
            found.getString(1),
            found.getString(2),
            found.getString(3),
            found.getBoolean(4),
            found.getBoolean(5),
            found.getBoolean(6),
            found.getBoolean(7));
      }
    }
  }

  private void makeSchema(Connection connection, PostgresConfig config) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create schema if not exists " + schema);
    } catch (SQLException e) {
      switch (String.valueOf(e.getSQLState())) {
        case EXISTS, EXISTS_IN_CATALOG -> {}
        case Failures.FORBIDDEN -> throw refused(config, noSchema(), e);
        default -> throw e;
      }
    }
  }

  /** What the role lacks, and what to run; empty if nothing. Makes nothing. */
  static Optional<String> look(Connection connection, PostgresConfig config) throws SQLException {
    SchemaRights rights = of(connection, config);
    if (!rights.exists) {
      return rights.createInDatabase ? Optional.empty() : Optional.of(rights.noSchema());
    }
    return rights.usage && rights.create ? Optional.empty() : Optional.of(rights.grants());
  }

  private String noSchema() {
    return "the role %s may not make the schema %s; let an administrator run: CREATE SCHEMA %s AUTHORIZATION %s; (or GRANT CREATE ON DATABASE %s TO %s; which ./ras rebuild needs in any case), or name another schema with DATABASE_SCHEMA"
        .formatted(role, schema, schema, role, database, role);
  }

  /** Of a refusal while migrating. */
  MisconfiguredException refusal(PostgresConfig config, Throwable failure) {
    String what = create ? owner() : grants();
    return refused(config, "%s; %s".formatted(Failures.reason(failure), what), failure);
  }

  private String grants() {
    return "the role %s lacks rights in the schema %s; let its owner run: GRANT USAGE, CREATE ON SCHEMA %s TO %s;"
        .formatted(role, schema, schema, role);
  }

  private String owner() {
    return "the role %s changes tables of the schema %s that belong to another: run ./ras migrate as their owner, or let the owner run ALTER TABLE … OWNER TO %s; for each of them"
        .formatted(role, schema, role);
  }

  private static MisconfiguredException refused(
      PostgresConfig config, String what, @Nullable Throwable cause) {
    String message = "PostgreSQL at %s: %s".formatted(config.where(), what);
    return cause == null
        ? new MisconfiguredException(message)
        : new MisconfiguredException(message, cause);
  }
}
