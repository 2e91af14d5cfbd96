package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a checkup looks at in the server, whatever schema it holds. */
public final class ServerChecks {
  /** With which all of this is tested. */
  private static final int TESTED = 18;

  private static final Pattern SSL_MODE = Pattern.compile("[?&]sslmode=([a-z-]+)");

  private static final String ROOM =
      """
      select current_setting('max_connections')::int
          - current_setting('superuser_reserved_connections')::int,
        (select count(*) from pg_stat_activity where backend_type = 'client backend'),
        (select rolconnlimit from pg_roles where rolname = current_user),
        current_setting('fsync'), current_setting('synchronous_commit')
      """;

  private final PostgresConfig config;
  private final InstantSource clock;

  private ServerChecks(PostgresConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Those after the first build on it. */
  public static List<Check> of(PostgresConfig config, InstantSource clock) {
    ServerChecks checks = new ServerChecks(config, clock);
    return List.of(
        Check.first("P1", "connecting to PostgreSQL", checks::connects),
        Check.after("P1", "P2", "encryption", () -> checks.asked(checks::encryption)),
        Check.after("P1", "P3", "version, role and pooler", checks::server),
        Check.after("P1", "P6", "connections and durability", () -> checks.asked(checks::room)),
        Check.after("P3", "P7", "upkeep", () -> checks.asked(checks.upkeep()::upkeep)),
        Check.after("P3", "P8", "size", () -> checks.asked(checks.upkeep()::size)),
        Check.after(
            "P1", "L1", "the clock beside PostgreSQL's", () -> checks.asked(checks::clock)));
  }

  /** A question about the server. */
  @FunctionalInterface
  private interface Question {
    List<Finding> ask(Statement statement) throws SQLException;
  }

  private List<Finding> asked(Question question) {
    try (Connection connection =
            DataSources.single(config, config.statementTimeout()).getConnection();
        Statement statement = connection.createStatement()) {
      return question.ask(statement);
    } catch (SQLException e) {
      throw Failures.onConnecting(e, config);
    }
  }

  private UpkeepChecks upkeep() {
    return new UpkeepChecks(
        Objects.requireNonNull(DataSources.check(config).schema()), UpkeepChecks.IDLE);
  }

  private List<Finding> connects() {
    return asked(statement -> {
      try (ResultSet found = statement.executeQuery("select current_user")) {
        found.next();
        return List.of(Finding.ok("%s lets %s in".formatted(config.where(), found.getString(1))));
      }
    });
  }

  private List<Finding> encryption(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "select ssl, version from pg_stat_ssl where pid = pg_backend_pid()")) {
      boolean encrypted = found.next() && found.getBoolean(1);
      if (!encrypted) {
        return List.of(
            Finding.note(
                "not encrypted: what is sent to PostgreSQL can be read on its way",
                "sslmode=verify-full and sslrootcert in DATABASE_URL, unless the network is yours"));
      }
      Matcher mode = SSL_MODE.matcher(config.jdbcUrl());
      String how = mode.find() ? mode.group(1) : "prefer";
      return List.of(
          how.startsWith("verify-")
              ? Finding.ok("%s, %s".formatted(found.getString(2), how))
              : Finding.warn(
                  "encrypted, but any server would be believed (sslmode=%s)".formatted(how),
                  "sslmode=verify-full and sslrootcert in DATABASE_URL"));
    }
  }

  /** What the start refuses is refused here in the same words. */
  private List<Finding> server() {
    DataSources.check(config);
    return asked(statement -> {
      try (ResultSet found =
          statement.executeQuery(
              "select current_setting('server_version_num')::int / 10000, pg_is_in_recovery()")) {
        found.next();
        int version = found.getInt(1);
        if (found.getBoolean(2)) {
          return List.of(
              Finding.fail(
                  "%s is a standby".formatted(config.where()),
                  "DATABASE_URL has to lead to the primary"));
        }
        return List.of(
            version < TESTED
                ? Finding.note(
                    "version %s; RAS is tested with %s".formatted(version, TESTED), "upgrade it")
                : Finding.ok("version %s, the primary".formatted(version)));
      }
    });
  }

  private List<Finding> room(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery(ROOM)) {
      found.next();
      List<Finding> findings = new ArrayList<>();
      int most = found.getInt(1);
      int limit = found.getInt(3);
      int free = Math.min(most - found.getInt(2), limit < 0 ? most : limit);
      if (free < config.poolSize()) {
        findings.add(
            Finding.warn(
                "an instance wants %s connections, %s are free".formatted(config.poolSize(), free),
                "raise max_connections (or the limit of the role or database), or lower"
                    + " DATABASE_POOL_SIZE"));
      }
      if (!found.getString(4).equals("on")) {
        findings.add(
            Finding.warn(
                "fsync is off: after a crash of the machine the database may be damaged",
                "fsync = on"));
      }
      if (found.getString(5).equals("off")) {
        findings.add(
            Finding.note(
                "synchronous_commit is off: after a crash the newest messages are projected again",
                "synchronous_commit = on"));
      }
      return findings.isEmpty()
          ? List.of(
              Finding.ok(
                  "%s connections for an instance, %s are free".formatted(config.poolSize(), free)))
          : findings;
    }
  }

  private List<Finding> clock(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery("select clock_timestamp()")) {
      found.next();
      Instant theirs = found.getObject(1, OffsetDateTime.class).toInstant();
      return List.of(Finding.ofClocks(theirs, clock.instant()));
    }
  }
}
