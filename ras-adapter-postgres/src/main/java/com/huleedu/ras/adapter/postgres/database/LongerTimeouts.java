package com.huleedu.ras.adapter.postgres.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** More time for the statements of one transaction, and little for the locks of others. */
final class LongerTimeouts {
  /** What waits for somebody's lock is late, not slow: both end as 57014 without this. */
  private static final String GRANT =
      """
      select set_config('lock_timeout', '2000', true),
        set_config('statement_timeout', (4 * setting::bigint)::text, true), 4 * setting::bigint
      from pg_settings where name = 'statement_timeout'
      """;

  /** So much later the driver gives up, so that the server's word comes first. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private LongerTimeouts() {}

  /** For the transaction that this connection is in; the pool takes the driver's part back. */
  static void grant(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet granted = statement.executeQuery(GRANT)) {
      granted.next();
      connection.setNetworkTimeout(
          Runnable::run, Math.toIntExact(granted.getLong(3) + GRACE.toMillis()));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }
}
