package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All scenarios, published through Kafka and read over HTTP: as they stand, in five random orders,
 * and with a third of the events sent again; all of it at once, into one service.
 */
class ConformanceTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SHUFFLES = 5;

  @Test
  void allScenariosHoldInAnyOrderAndWithRepetitions() {
    long seed = new Random().nextLong();
    System.out.println("ConformanceTest seed " + seed);
    List<Scenario> playings = playings(seed);
    Deployment deployment = new Deployment("conformance");
    try (RasService service = deployment.start();
        Log log = new Log(deployment)) {
      playings.forEach(playing -> log.publishAll(playing.events()));
      log.awaitAcknowledged();

      Api api = new Api(service.port());
      List<String> differences = new ArrayList<>();
      // Twice: the second answers come from the cache.
      for (int round = 0; round < 2; round++) {
        playings.forEach(playing -> differences.addAll(check(api, playing)));
      }
      assertThat(differences).as("seed %d", seed).isEmpty();
      assertThat(Rows.deadLetters(deployment.environment().get("DATABASE_URL")))
          .isEqualTo(playings.stream().mapToInt(Scenario::deadLetters).sum());
    }
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
