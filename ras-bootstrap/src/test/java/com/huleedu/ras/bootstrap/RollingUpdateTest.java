package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.testkit.history.Histories;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * An update under load: a process of the released first generation runs on beside one of today, in
 * one group, on one database. It is refused, tries again, loses nothing and dead-letters nothing.
 */
@EnabledIfSystemProperty(
    named = "ras.long",
    matches = "true",
    disabledReason =
        "it builds the released version from this repository's history: -Dras.long=true")
class RollingUpdateTest {
  private static final int WORLDS = 20;
  private static final String SINCE_THE_UPDATE =
      "dead_lettered_at > (select max(installed_on) from flyway_schema_history)";
  private static final String REFUSED = "this database is of the second generation of RAS";

  private final long seed = new Random().nextLong();
  private final Deployment deployment = new Deployment("rolling");
  private final String url = deployment.environment().get("DATABASE_URL");

  @Test
  void anOldProcessBesideANewOneIsRefusedAndLosesNothing() {
    System.out.println("RollingUpdateTest seed " + seed);
    FirstRelease release = FirstRelease.build();
    forgetWhoWritesByHand();
    try (Log log = new Log(deployment);
        Load load = new Load(deployment, log, seed, Histories::ofFirstGeneration);
        ServiceProcess old = release.start(deployment).awaitReady()) {
      load.publish(WORLDS);
      log.awaitAcknowledged(FirstRelease.topics(deployment));
      load.start();
      try (ServiceProcess today = ServiceProcess.start(deployment.environment()).awaitReady()) {
        awaitRefusals(old, today);
        today.awaitOutput(
            "Processes of the first generation are connected to PostgreSQL, from 127.0.0.1");
        assertThat(old.isRunning()).isTrue();
        assertThat(old.stop()).isEqualTo(143);

        load.stop();
        log.awaitAcknowledged();
        assertNothingIsLost(today, load.poison());
        anOldOneThatStartsSaysSoAndEnds(release);
        System.out.printf("%d messages, %d refusals%n", log.messages(), refusals(old));
      }
    }
  }

  /**
   * Half of the load has the shape of today: what came of it before the update the old process
   * dead-lettered, as it should. Nothing of it did so once the database was of today, and what it
   * applied or refused becomes the fold of the log.
   */
  private void assertNothingIsLost(ServiceProcess today, int poison) {
    List<String> refused = Rows.deadLetterPlaces(url, "true");
    System.out.println(Generations.replayWhatTheFirstRefused(today.adminPort()));
    assertThat(Rows.deadLetterPlaces(url, "state = 'replayed' and " + SINCE_THE_UPDATE)).isEmpty();
    assertThat(Rows.deadLetterPlaces(url, "state = 'replayed'")).isNotEmpty();
    DecodedLog decoded = DecodedLog.of(deployment);
    assertThat(Rows.deadLetterPlaces(url, "state = 'open'"))
        .hasSize(poison)
        .containsExactlyInAnyOrderElementsOf(decoded.malformed());
    new Generations(deployment, decoded.eventIds(FirstRelease.topics(deployment), refused))
        .assertThatARebuildFillsWhatWasReadPast(decoded);
  }

  /** The databases of tests let everybody write. */
  private void forgetWhoWritesByHand() {
    Rows.execute(
        url,
        """
        do $$ begin
          execute format('alter database %I reset ras.generation', current_database());
        end $$
        """);
  }

  /** It tries again and again, and says that it is not ready; the other one is. */
  private static void awaitRefusals(ServiceProcess old, ServiceProcess today) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> refusals(old) >= 5 && old.get("/readyz").startsWith("503 "));
    assertThat(today.get("/readyz")).startsWith("200 ");
  }

  private static long refusals(ServiceProcess old) {
    return old.output().lines().filter(line -> line.contains(REFUSED)).count();
  }

  private void anOldOneThatStartsSaysSoAndEnds(FirstRelease release) {
    try (ServiceProcess old = release.start(deployment)) {
      assertThat(old.exitCode()).isEqualTo(2);
      assertThat(old.output()).contains("is not one that this version knows");
    }
  }
}
