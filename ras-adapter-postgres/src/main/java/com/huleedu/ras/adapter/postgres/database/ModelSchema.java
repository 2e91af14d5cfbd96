package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * In which schema the model lies: in the one that is set; else where there is one; else in a new
 * one of its own. What else a schema holds is not looked at.
 */
final class ModelSchema {
  /** Where the first versions made it. */
  private static final String FIRST = "public";

  // Known by its tables and a column that nobody else has; catalogs may be read by every role.
  private static final String MODELS =
      """
      select s.nspname from pg_namespace as s
      where s.nspname in ('%s', '%s', current_schema())
        and exists (
          select from pg_class as t join pg_attribute as a on a.attrelid = t.oid
          where t.relnamespace = s.oid and t.relname = 'essay_results' and a.attname = 'claimants')
        and exists (
          select from pg_class as t
          where t.relnamespace = s.oid and t.relname = 'flyway_schema_history')
      """
          .formatted(PostgresConfig.DEFAULT_SCHEMA, FIRST);

  private ModelSchema() {}

  /**
   * Finds it; a schema that is not there is made later, with its tables.
   *
   * @param connection whose search path is the schema that is set, or what the server gives it
   * @throws MisconfiguredException if another would be left behind unseen, or it can't be told
   *     which one is meant
   */
  static String of(Connection connection, PostgresConfig config) throws SQLException {
    Set<String> models = models(connection);
    String asked = config.schema();
    if (asked == null) {
      if (models.size() > 1) {
        throw refused(
            config,
            "there is a RAS in the schema %s; say with DATABASE_SCHEMA which one this is"
                .formatted(String.join(" and another in ", models)));
      }
      return models.isEmpty() ? PostgresConfig.DEFAULT_SCHEMA : models.iterator().next();
    }
    if (!models.contains(asked)) {
      checkNoneIsLeft(models, asked, config);
    }
    return asked;
  }

  private static Set<String> models(Connection connection) throws SQLException {
    Set<String> models = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(MODELS)) {
      while (found.next()) {
        models.add(found.getString(1));
      }
    }
    return models;
  }

  /** A model that begins with nothing would pass for the one that nobody looks at any more. */
  private static void checkNoneIsLeft(Set<String> models, String asked, PostgresConfig config) {
    String other = asked.equals(FIRST) ? PostgresConfig.DEFAULT_SCHEMA : FIRST;
    if (models.contains(other)) {
      throw refused(
          config,
          "DATABASE_SCHEMA is %s, where there is no RAS, and there is one in the schema %s; set"
                  .formatted(asked, other)
              + " DATABASE_SCHEMA=%s to go on with it, or move it (docs/operations.md, \"A schema of its own\")"
                  .formatted(other));
    }
  }

  /**
   * Refuses a way to the server on which names would be looked up elsewhere.
   *
   * @throws MisconfiguredException if names without a schema would not mean that one, or others too
   */
  static void checkInForce(Connection connection, PostgresConfig config) throws SQLException {
    checkPath(
        connection,
        config,
        ", or set it for the role (ALTER ROLE … SET search_path = \"%s\")"
            .formatted(config.schema()));
  }

  /** The same, for a model beside the live one: what is set for the role leads to that one. */
  static void checkInForceBeside(Connection connection, PostgresConfig config) throws SQLException {
    checkPath(connection, config, "");
  }

  private static void checkPath(Connection connection, PostgresConfig config, String otherWay)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select current_schemas(false)")) {
      found.next();
      List<String> path = List.of((String[]) found.getArray(1).getArray());
      // Empty as long as there is no schema of that name.
      if (!path.isEmpty() && !path.equals(List.of(config.schema()))) {
        throw refused(
            config,
            "search_path is %s instead of the schema %s; let the pooler pass start-up options on, or connect past it%s"
                .formatted(String.join(", ", path), config.schema(), otherWay));
      }
    }
  }

  private static MisconfiguredException refused(PostgresConfig config, String what) {
    return new MisconfiguredException("PostgreSQL at %s: %s".formatted(config.where(), what));
  }
}
