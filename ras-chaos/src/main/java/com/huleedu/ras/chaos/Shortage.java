package com.huleedu.ras.chaos;

import java.util.List;

/** Makes PostgreSQL run out of what it needs, without a right of the machine's administrator. */
final class Shortage {
  /** Whom the service connects as. */
  static final String ROLE = "service";

  private static final List<String> TABLES =
      List.of("batch_results", "phase_outcomes", "essay_results");

  private final String jdbcUrl;

  Shortage(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** With the password that the superuser of the embedded server has, too. */
  void createRole() {
    Sql.execute(jdbcUrl, "create role %s login password 'postgres'".formatted(ROLE));
    Sql.execute(jdbcUrl, "grant create on database ras to " + ROLE);
  }

  /** Ends the connections of the service; it gets no other ("too many connections", 53300). */
  void takeConnections() {
    Sql.execute(jdbcUrl, "alter role %s connection limit 0".formatted(ROLE));
    Sql.execute(
        jdbcUrl,
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'"
            .formatted(ROLE));
  }

  void returnConnections() {
    Sql.execute(jdbcUrl, "alter role %s connection limit -1".formatted(ROLE));
  }

  /**
   * Lets every write to the model fail as it does on a full disk: the same SQLSTATE, from the same
   * server, in the middle of the transaction.
   */
  void fillDisk() {
    Sql.execute(
        jdbcUrl,
        """
        create function full_disk() returns trigger language plpgsql as $$
        begin
          raise exception 'could not extend file: No space left on device'
            using errcode = 'disk_full';
        end $$
        """);
    TABLES.forEach(table ->
        Sql.execute(
            jdbcUrl,
            "create trigger full_disk before insert or update on %s for each row execute function full_disk()"
                .formatted(table)));
  }

  void emptyDisk() {
    Sql.execute(jdbcUrl, "drop function full_disk() cascade");
  }
}
