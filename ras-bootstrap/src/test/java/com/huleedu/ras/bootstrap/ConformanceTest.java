package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.embedded.EmbeddedServers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All scenarios, published through Kafka and read over HTTP: as they stand, in five random orders,
 * and with a third of the events sent again; all of it at once.
 */
class ConformanceTest {
  private static final JsonMapper JSON = new JsonMapper();
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
      playings.forEach(playing -> differences.addAll(check(api, playing)));
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

  private static List<String> check(Api api, Scenario playing) {
    List<String> differences = new ArrayList<>();
    playing
        .batches()
        .forEach((id, expected) -> differences.addAll(batch(api, playing, id, expected)));
    playing
        .users()
        .forEach((user, expected) -> {
          List<String> listed = list(api, user);
          if (!listed.equals(expected)) {
            differences.add(
                "%s: list of %s is %s, expected %s"
                    .formatted(playing.label(), user, listed, expected));
          }
        });
    return differences;
  }

  private static List<String> batch(Api api, Scenario playing, String id, JsonNode expected) {
    HttpResponse<String> response = api.batch(id);
    int status = expected.isNull() ? 404 : 200;
    if (response.statusCode() != status) {
      return List.of(
          "%s: %s answers %d, expected %d"
              .formatted(playing.label(), id, response.statusCode(), status));
    }
    return expected.isNull()
        ? List.of()
        : JsonComparison.differences(
            playing.label() + ": " + id, expected, JSON.readTree(response.body()));
  }

  private static List<String> list(Api api, String user) {
    JsonNode page = JSON.readTree(api.batchesOf(user, "?limit=100").body());
    return page.get("batches").valueStream().map(b -> b.get("batch_id").stringValue()).toList();
  }
}
