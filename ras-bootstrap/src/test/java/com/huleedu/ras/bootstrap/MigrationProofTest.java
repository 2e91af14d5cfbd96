package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.testkit.history.Histories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A database that the first generation filled from a log of both generations: migrated, caught up
 * and replayed it has the rows of a pure fold of that log, but for what was read past; after a
 * rebuild it has these as well.
 */
class MigrationProofTest {
  private static final int EVENTS = 300;

  private final long seed = Long.getLong("ras.seed", new Random().nextLong());
  private final Deployment deployment = Deployment.called(FirstGeneration.DEPLOYMENT);
  private final String url = deployment.environment().get("DATABASE_URL");

  @Test
  void itBecomesTheFoldOfTheWholeLog() {
    System.out.println("MigrationProofTest seed " + seed);
    FirstGeneration.restore(deployment);
    long projected = Rows.projected(url);
    List<String> refused = Rows.deadLetterPlaces(url, "true");
    Set<String> accepted =
        DecodedLog.of(deployment).eventIds(FirstRelease.topics(deployment), refused);
    List<ScenarioEvent> further = further();
    try (Log log = new Log(deployment)) {
      // What came while no process ran.
      log.publishAll(further.subList(0, EVENTS));
      try (RasService service = deployment.start()) {
        log.publishAll(further.subList(EVENTS, further.size()));
        log.awaitAcknowledged();
        assertThat(processed(service))
            .as("it goes on where the old one was")
            .isEqualTo(log.messages() - projected);
        assertAnswers(service, Scenario.files());

        DecodedLog decoded = DecodedLog.of(deployment);
        System.out.println(Generations.replayWhatTheFirstRefused(service.adminPort()));
        assertOnlyWhatCanBeReadIsReplayed(refused, decoded);
        new Generations(deployment, accepted).assertThatARebuildFillsWhatWasReadPast(decoded);
        assertAnswers(service, Scenario.ofBothGenerations());
        assertThat(service.health().ready().reasons()).isEmpty();
      }
    }
  }

  /** More about the batches of before, by services of both generations. */
  private List<ScenarioEvent> further() {
    List<ScenarioEvent> further = new ArrayList<>();
    for (String world : FirstGeneration.WORLDS) {
      Histories.random(seed, EVENTS, world)
          .forEach(event -> further.add(PublishedEvent.of(event, deployment).message()));
    }
    return further;
  }

  private static long processed(RasService service) {
    return new Api(service.metricsPort())
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("ras_messages_processed_total "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  private void assertAnswers(RasService service, List<Path> files) {
    List<Scenario> scenarios = FirstGeneration.scenarios(files);
    assertThat(scenarios).hasSizeGreaterThan(10);
    Api api = new Api(service.port());
    assertThat(scenarios)
        .allSatisfy(scenario ->
            assertThat(Answers.differences(api, scenario)).as("seed %d", seed).isEmpty());
  }

  private void assertOnlyWhatCanBeReadIsReplayed(List<String> refused, DecodedLog decoded) {
    List<String> readable = new ArrayList<>(refused);
    readable.removeAll(decoded.malformed());
    assertThat(readable).hasSizeGreaterThan(10).hasSizeLessThan(refused.size());
    assertThat(Rows.deadLetterPlaces(url, "state = 'replayed'"))
        .containsExactlyInAnyOrderElementsOf(readable);
    assertThat(Rows.deadLetterPlaces(url, "state = 'open'"))
        .containsExactlyInAnyOrderElementsOf(decoded.malformed());
    assertThat(Rows.deadLetterPlaces(url, "state = 'open' and attempts > 1"))
        .as("looked at, and left alone")
        .isEmpty();
  }
}
