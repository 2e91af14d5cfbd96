package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Properties of a database that everything depends on, and that nobody would look for later: asked
 * once, at the start.
 *
 * @param encoding in which texts are stored
 * @param conformingStrings whether a backslash in a string is one
 * @param statementTimeout milliseconds that are really in force; zero: none
 * @param idleTimeout the same, for a transaction of which the server hears no more
 * @param mayWrite whether the session is known to be of this generation
 */
record ServerProperties(
    String encoding,
    boolean conformingStrings,
    long statementTimeout,
    long idleTimeout,
    boolean mayWrite) {

  private static final String ASK =
      """
      select current_setting('server_encoding'), current_setting('standard_conforming_strings'),
        (select setting::bigint from pg_settings where name = 'statement_timeout'),
        (select setting::bigint from pg_settings
         where name = 'idle_in_transaction_session_timeout'),
        current_setting('application_name') like '%s%%'
          or coalesce(current_setting('ras.generation', true), '') = '2'
      """
          .formatted(DriverParameters.GENERATION);

  static ServerProperties of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(ASK)) {
      found.next();
      return new ServerProperties(
          found.getString(1),
          found.getString(2).equals("on"),
          found.getLong(3),
          found.getLong(4),
          found.getBoolean(5));
    }
  }

  /**
   * Refuses what would be found out by messages.
   *
   * @throws MisconfiguredException naming the property, and what to do
   */
  void check(PostgresConfig config) {
    if (!encoding.equals("UTF8")) {
      throw refused(
          config,
          "the database stores texts in %s, which can't hold every message; create it with"
                  .formatted(encoding)
              + " ENCODING 'UTF8' (TEMPLATE template0)");
    }
    if (!conformingStrings) {
      throw refused(
          config,
          "standard_conforming_strings is off; ALTER DATABASE … SET standard_conforming_strings = on");
    }
    if (statementTimeout == 0 || idleTimeout == 0) {
      // A pooler that ignores options, or has other clients' connections.
      throw refused(
          config,
          "%s is not in force, on which the hand-over from a frozen process rests; let the pooler pass"
                  .formatted(
                      statementTimeout == 0
                          ? "statement_timeout"
                          : "idle_in_transaction_session_timeout")
              + " start-up options on, connect past it, or set it for the role (ALTER ROLE … SET …;"
              + " docs/operations.md, \"PgBouncer\")");
    }
    if (!mayWrite) {
      throw refused(
          config,
          "application_name is not in force, by which the database tells this generation from the"
              + " first; let the pooler pass it on, connect past it, or stop all processes of the"
              + " first and let the role say it (ALTER ROLE … SET ras.generation = 2)");
    }
  }

  /**
   * Refuses a pooler that gives a session to whoever has a transaction: the driver numbers the
   * statements that it prepares by connection, and would meet, or run, those of another one.
   *
   * @param another open at the same time; through a busy pooler it may get another session by
   *     chance
   * @throws MisconfiguredException if both are the same session
   */
  static void checkSessions(Connection connection, Connection another, PostgresConfig config)
      throws SQLException {
    if (session(connection) == session(another)) {
      throw refused(
          config,
          "a pooler in transaction mode, where statements that one connection prepares are met by"
              + " another; add prepareThreshold=0 to the parameters of DATABASE_URL, or use session"
              + " mode (docs/operations.md, \"PgBouncer\")");
    }
  }

  private static int session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select pg_backend_pid()")) {
      found.next();
      return found.getInt(1);
    }
  }

  private static MisconfiguredException refused(PostgresConfig config, String what) {
    return new MisconfiguredException("PostgreSQL at %s: %s".formatted(config.where(), what));
  }
}
