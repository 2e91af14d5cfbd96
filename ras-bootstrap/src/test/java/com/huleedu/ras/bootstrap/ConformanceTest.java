package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.embedded.EmbeddedServers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * All scenarios, published through Kafka and read over HTTP: as they stand, in five random orders,
 * and with a third of the events sent again; all of it at once.
 */
class ConformanceTest {
  private static final int SHUFFLES = 5;

  /** Nobody writes to these any more. */
  private static final Set<String> OLDER =
      Set.of(
          Topics.DEFAULT.first(EventKind.SPELLCHECK_COMPLETED),
          Topics.DEFAULT.first(EventKind.PHASE_OUTCOME));

  private final long seed = new Random().nextLong();

  @Test
  void allScenariosHoldInAnyOrderAndWithRepetitions() {
    play(new Deployment("conformance"), 1, _ -> true, () -> {});
  }

  @Test
  void theyHoldWhereTwoInstancesShareTheWork() {
    play(new Deployment("conformance-two"), 2, _ -> true, () -> {});
  }

  /** A platform of today: the older topics were never there, and most others come later. */
  @Test
  void thoseOfTodayHoldWithoutTheOlderTopicsAndWithTheOthersCreatedWhileRunning() {
    List<String> first =
        List.of(
            Topics.DEFAULT.first(EventKind.BATCH_REGISTERED),
            Topics.DEFAULT.first(EventKind.CJ_ASSESSMENT_COMPLETED));
    Deployment deployment =
        new Deployment("conformance-today", UnaryOperator.identity(), first::contains);
    List<String> later =
        Topics.DEFAULT.names().stream()
            .filter(topic -> !OLDER.contains(topic) && !first.contains(topic))
            .map(deployment::topic)
            .toList();
    play(
        deployment,
        1,
        event -> !OLDER.contains(event.topic()),
        () -> EmbeddedServers.kafka().createTopics(later, 3));
  }

  private void play(
      Deployment deployment, int instances, Predicate<ScenarioEvent> sent, Runnable started) {
    System.out.println("ConformanceTest seed " + seed);
    List<Scenario> playings =
        playings(seed).stream().filter(it -> it.events().stream().allMatch(sent)).toList();
    assertThat(playings).hasSizeGreaterThan(10 * 7);
    List<RasService> services = new ArrayList<>();
    try (Log log = new Log(deployment)) {
      for (int i = 0; i < instances; i++) {
        services.add(deployment.start());
      }
      started.run();
      playings.forEach(playing -> log.publishAll(playing.events()));
      log.awaitAcknowledged();
      services.forEach(service -> assertAnswers(new Api(service.port()), playings));
      assertThat(Rows.deadLetters(deployment.environment().get("DATABASE_URL")))
          .isEqualTo(playings.stream().mapToInt(Scenario::deadLetters).sum());
    } finally {
      services.forEach(RasService::close);
    }
  }

  private void assertAnswers(Api api, List<Scenario> playings) {
    List<String> differences = new ArrayList<>();
    // Twice: the second answers come from the cache.
    for (int round = 0; round < 2; round++) {
      playings.forEach(playing -> differences.addAll(Answers.differences(api, playing)));
    }
    assertThat(differences).as("seed %d", seed).isEmpty();
  }

  private static List<Scenario> playings(long seed) {
    Random random = new Random(seed);
    List<Scenario> playings = new ArrayList<>();
    for (Path file : Scenario.ofBothGenerations()) {
      playings.add(Scenario.read(file, 0));
      for (int playing = 1; playing <= SHUFFLES; playing++) {
        playings.add(Scenario.read(file, playing).shuffled(random.nextLong()));
      }
      playings.add(Scenario.read(file, SHUFFLES + 1).withAThirdAgain(random.nextLong()));
    }
    Collections.shuffle(playings, random);
    assertThat(playings).hasSizeGreaterThanOrEqualTo(18 * 7);
    return playings;
  }
}
