package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.domain.port.checkup.Finding;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Of a checkup: what grows slow over weeks, and who is to blame. */
final class UpkeepChecks {
  static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(1);

  /** Of two thousand millions; autovacuum freezes at a tenth of that, if it may work. */
  private static final long OLD = 500_000_000;

  private static final double HOT = 0.9;
  private static final double DEAD = 0.5;

  /** Fewer say nothing of a habit. */
  private static final long MANY = 10_000;

  private static final String TRANSACTIONS =
      """
      select pid, coalesce(nullif(application_name, ''), 'no name'),
        extract(epoch from now() - state_change)::bigint,
        extract(epoch from now() - xact_start)::bigint, state
      from pg_stat_activity
      where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
        and (state like 'idle in transaction%' and now() - state_change > make_interval(secs => ?)
          or now() - xact_start > make_interval(secs => ?))
      order by xact_start
      limit 5
      """;

  private static final String TABLES =
      """
      select relname, n_live_tup, n_dead_tup, n_tup_upd, n_tup_hot_upd
      from pg_stat_user_tables where schemaname = ? order by relname
      """;

  private static final String SERVER =
      """
      select age(datfrozenxid), current_setting('autovacuum'),
        (select string_agg(slot_name, ', ' order by slot_name) from pg_replication_slots
          where not active)
      from pg_database where datname = current_database()
      """;

  private static final String SIZE =
      """
      select pg_size_pretty(pg_database_size(current_database())),
        (select pg_size_pretty(coalesce(sum(pg_total_relation_size(c.oid)), 0))
          from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
          where n.nspname = ? and c.relkind = 'r')
      """;

  private final String schema;
  private final Duration idle;

  /**
   * @param schema of the model
   * @param idle how long a transaction may do nothing
   */
  UpkeepChecks(String schema, Duration idle) {
    this.schema = schema;
    this.idle = idle;
  }

  /** P7. */
  List<Finding> upkeep(Statement statement) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    transactions(statement, findings);
    server(statement, findings);
    tables(statement, findings);
    return findings.isEmpty()
        ? List.of(Finding.ok("no old transactions, no idle slots, tables are looked after"))
        : findings;
  }

  private void transactions(Statement statement, List<Finding> findings) throws SQLException {
    try (PreparedStatement asked = statement.getConnection().prepareStatement(TRANSACTIONS)) {
      asked.setLong(1, idle.toSeconds());
      asked.setLong(2, LONG.toSeconds());
      try (ResultSet found = asked.executeQuery()) {
        while (found.next()) {
          boolean idle = found.getString(5).startsWith("idle");
          findings.add(
              Finding.warn(
                  "a session %s for %s (pid %s, %s)"
                      .formatted(
                          idle ? "has been idle in a transaction" : "is in one transaction",
                          length(found.getLong(idle ? 3 : 4)),
                          found.getInt(1),
                          found.getString(2)),
                  "it keeps tables from being cleaned, and may hold locks: end it, as by"
                      + " select pg_terminate_backend(%s)".formatted(found.getInt(1))));
        }
      }
    }
  }

  private static void server(Statement statement, List<Finding> findings) throws SQLException {
    try (ResultSet found = statement.executeQuery(SERVER)) {
      found.next();
      if (found.getLong(1) > OLD) {
        findings.add(
            Finding.warn(
                "the oldest row is %s million transactions old"
                    .formatted(found.getLong(1) / 1_000_000),
                "VACUUM (FREEZE), and find out what keeps autovacuum from it"));
      }
      if (!found.getString(2).equals("on")) {
        findings.add(Finding.warn("autovacuum is off: tables grow for ever", "autovacuum = on"));
      }
      if (found.getString(3) != null) {
        findings.add(
            Finding.warn(
                "nobody reads the replication slots %s, and the server keeps all of its log for them"
                    .formatted(found.getString(3)),
                "start who reads them, or select pg_drop_replication_slot(…)"));
      }
    }
  }

  private void tables(Statement statement, List<Finding> findings) throws SQLException {
    try (PreparedStatement asked = statement.getConnection().prepareStatement(TABLES)) {
      asked.setString(1, schema);
      try (ResultSet found = asked.executeQuery()) {
        while (found.next()) {
          table(found, findings);
        }
      }
    }
  }

  private static void table(ResultSet table, List<Finding> findings) throws SQLException {
    long live = table.getLong(2);
    long dead = table.getLong(3);
    long changed = table.getLong(4);
    if (dead > MANY && dead > DEAD * live) {
      findings.add(
          Finding.warn(
              "%s has %s dead rows beside %s".formatted(table.getString(1), dead, live),
              "VACUUM it, and find out what keeps autovacuum from it"));
    }
    if (changed > MANY && table.getLong(5) < HOT * changed) {
      findings.add(
          Finding.note(
              "of the changes of %s %s %% write no index anew (HOT)"
                  .formatted(table.getString(1), 100 * table.getLong(5) / changed),
              "a lower fillfactor, if it is slow"));
    }
  }

  private static String length(long seconds) {
    return seconds < 3_600 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }

  /** P8. */
  List<Finding> size(Statement statement) throws SQLException {
    try (PreparedStatement asked = statement.getConnection().prepareStatement(SIZE)) {
      asked.setString(1, schema);
      try (ResultSet found = asked.executeQuery()) {
        found.next();
        return List.of(
            Finding.ok(
                "the database has %s, the schema %s %s (PostgreSQL does not tell how much room the disk has)"
                    .formatted(found.getString(1), schema, found.getString(2))));
      }
    }
  }
}
