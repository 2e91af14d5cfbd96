package com.huleedu.ras.adapter.postgres.migration;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.database.DataSources;
import com.huleedu.ras.adapter.postgres.database.Failures;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a checkup looks at in the schema of the model: rights and migrations. */
public final class SchemaChecks {
  private static final String MORE_RIGHTS =
      """
      select current_setting('transaction_read_only') = 'on',
        has_database_privilege(current_database(), 'CREATE'),
        quote_ident(current_user), quote_ident(current_database()), quote_ident(?),
        (select string_agg(t.relname, ', ' order by t.relname)
         from pg_class as t join pg_namespace as s on s.oid = t.relnamespace
         where s.nspname = ? and t.relkind = 'r'
           and not (has_table_privilege(t.oid, 'SELECT') and has_table_privilege(t.oid, 'INSERT')
             and has_table_privilege(t.oid, 'UPDATE') and has_table_privilege(t.oid, 'DELETE')))
      """;

  private SchemaChecks() {}

  /** Both build on the first of the server. */
  public static List<Check> of(PostgresConfig config) {
    return List.of(
        Check.after("P3", "P4", "rights", () -> rights(DataSources.check(config))),
        Check.after(
            "P3", "P5", "the schema of the model", () -> schema(DataSources.check(config))));
  }

  private static List<Finding> rights(PostgresConfig config) {
    List<Finding> findings = new ArrayList<>();
    try (Connection connection = DataSources.single(config, Duration.ZERO).getConnection()) {
      SchemaRights.look(connection, config).ifPresent(what -> findings.add(Finding.fail(what, "")));
      try (PreparedStatement statement = connection.prepareStatement(MORE_RIGHTS)) {
        statement.setString(1, config.schema());
        statement.setString(2, config.schema());
        try (ResultSet found = statement.executeQuery()) {
          found.next();
          judge(found, findings);
        }
      }
    } catch (SQLException e) {
      throw Failures.atStart(e, config);
    }
    return findings.isEmpty()
        ? List.of(Finding.ok("all that are needed, in the schema " + config.schema()))
        : findings;
  }

  private static void judge(ResultSet found, List<Finding> findings) throws SQLException {
    String role = found.getString(3);
    String database = found.getString(4);
    String forbidden = found.getString(6);
    if (found.getBoolean(1)) {
      findings.add(
          Finding.fail(
              "transactions of the role %s are read-only".formatted(role),
              "ALTER ROLE %s SET default_transaction_read_only = off; (or of the database)"
                  .formatted(role)));
    }
    if (forbidden != null) {
      findings.add(
          Finding.fail(
              "the role %s may not write %s".formatted(role, forbidden),
              "let their owner run: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %s TO %s;"
                  .formatted(found.getString(5), role)));
    }
    if (!found.getBoolean(2) && findings.isEmpty()) {
      findings.add(
          Finding.warn(
              "./ras rebuild will fail: the role %s may not make schemas".formatted(role),
              "GRANT CREATE ON DATABASE %s TO %s;".formatted(database, role)));
    }
  }

  private static List<Finding> schema(PostgresConfig config) {
    String schema = Objects.requireNonNull(config.schema());
    Migrations.Found found = Migrations.look(config);
    if (!found.refusal().isEmpty()) {
      return List.of(Finding.fail(found.refusal(), ""));
    }
    String version = found.version();
    if (version.isEmpty()) {
      return List.of(
          Finding.note(
              "there is no RAS in the schema %s yet".formatted(schema),
              "the first start makes it, or ./ras migrate"));
    }
    return List.of(
        found.pending() > 0
            ? Finding.note(
                "the schema %s is of version %s; %s newer to be applied"
                    .formatted(schema, version, found.pending()),
                "the next start does, or ./ras migrate")
            : Finding.ok("schema %s, version %s, the newest".formatted(schema, version)));
  }
}
