package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.embedded.PostgresServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator reads while PostgreSQL refuses or is away: what, where and why, in a line. */
class QuietOutageTest {
  /** The servers are looked at every two seconds, and messages notice earlier. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void readinessSaysWhyNothingMovesAndTheLogIsNoPageOfStackTraces() {
    try (PostgresServer postgres = PostgresServer.start(null, false)) {
      Deployment deployment = new Deployment("quiet").with("STALL_AFTER_SECONDS", "2");
      String database = postgres.createDatabase("ras");
      deployment.with("DATABASE_URL", database);
      try (ServiceProcess service = ServiceProcess.start(deployment.environment());
          Log log = new Log(deployment)) {
        awaitReadiness(service, "200");
        fillDisk(database);
        log.publishAll(Scenario.read(Scenario.files().getFirst(), 0).events());
        awaitReadiness(
            service, "no progress for", " s: PostgreSQL is unavailable: ERROR: could not extend");
        postgres.kill();
        awaitReadiness(service, "503", "PostgreSQL is unavailable: Connection to", " refused");
        service.awaitOutput("refused");
        await().atMost(PATIENCE).untilAsserted(() -> assertApart(service));
        assertQuiet(service.output().replaceFirst("(?s).*Serving on port", ""));
        postgres.start();
        Rows.execute(database, "drop function full_disk() cascade");
        awaitReadiness(service, "200");
        service.awaitOutput("PostgreSQL answers again");
        assertQuiet(service.output().replaceFirst("(?s).*Serving on port", ""));
      }
    }
  }

  /** Without PostgreSQL nothing is projected; Redis can answer, and says so. */
  private static void assertApart(ServiceProcess service) {
    assertThat(service.get("/startedz")).contains("200");
    assertThat(service.get("/readyz/answering?verbose"))
        .contains("200", "{\"check\":\"postgresql\",\"ok\":false,\"since\":", "last_success");
    assertThat(service.get("/readyz/projecting")).contains("503");
    assertThat(service.get("/metrics"))
        .contains("ras_ready{of=\"answering\"} 1.0", "ras_ready{of=\"projecting\"} 0.0")
        .contains("ras_server_up{server=\"postgresql\"} 0.0", "ras_server_up{server=\"kafka\"} 1.0")
        .contains("ras_server_up{server=\"redis\"} 1.0", "ras_build_info{")
        .contains("ras_dead_letters_oldest_open_seconds NaN", "ras_cache_quarantined 0.0")
        .containsPattern("ras_partition_lag_seconds\\{partition=\"\\d+\",topic=\"[^\"]+\"\\} [1-9]")
        .containsPattern("ras_partition_retention_left_seconds\\{.*\\} [1-9]");
  }

  private static void assertQuiet(String lines) {
    assertThat(lines.lines())
        .as(lines)
        .hasSizeLessThan(70)
        .noneMatch(line -> line.contains("stack_trace") || line.contains("\\tat "))
        .filteredOn(line -> line.contains("WARN"))
        .allMatch(line -> line.length() < 700);
    assertThat(lines)
        .contains("Will try again to project ", " messages of quiet-")
        .doesNotContain("Advance[", "At[", "Partition[", "Position[");
  }

  private static void fillDisk(String database) {
    Rows.execute(
        database,
        """
        create function full_disk() returns trigger language plpgsql as $$
        begin
          raise exception 'could not extend file: No space left on device'
            using errcode = 'disk_full';
        end $$
        """);
    for (String table : List.of("batch_results", "phase_outcomes", "essay_results")) {
      Rows.execute(
          database,
          "create trigger full_disk before insert or update on %s for each statement execute function full_disk()"
              .formatted(table));
    }
  }

  private static void awaitReadiness(ServiceProcess service, String... words) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(service.get("/readyz")).contains(words));
  }
}
