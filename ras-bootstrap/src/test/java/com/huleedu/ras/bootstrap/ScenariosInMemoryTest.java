package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.query.BodyWriter;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.memory.InMemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules and the text of messages and answers alone, on all scenarios of both generations: as
 * they stand, in five random orders, and with a third of the events sent again.
 */
class ScenariosInMemoryTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SHUFFLES = 5;
  private static final Instant RECORD_TIME = Instant.parse("2025-07-01T10:00:00Z");

  private final MessageDecoder decoder =
      JsonAdapter.messageDecoder(Topics.DEFAULT, new SimpleMeterRegistry());
  private final BodyWriter writer = JsonAdapter.bodyWriter();

  static List<Path> files() {
    List<Path> files = Scenario.ofBothGenerations();
    assertThat(files).hasSizeGreaterThanOrEqualTo(18 + 14);
    return files;
  }

  @ParameterizedTest
  @MethodSource("files")
  void holdsInAnyOrderAndWithRepetitions(Path file) {
    Random random = new Random();
    List<String> differences = new ArrayList<>(play(Scenario.read(file, 0)));
    for (int i = 0; i < SHUFFLES; i++) {
      differences.addAll(play(Scenario.read(file, 1).shuffled(random.nextLong())));
    }
    differences.addAll(play(Scenario.read(file, 2).withAThirdAgain(random.nextLong())));
    assertThat(differences).isEmpty();
  }

  private List<String> play(Scenario scenario) {
    InMemoryStore store = new InMemoryStore();
    List<String> differences = new ArrayList<>();
    int letters = 0;
    for (ScenarioEvent event : scenario.events()) {
      switch (decoder.decode(raw(event))) {
        case Message.Malformed _ -> letters++;
        case Message.Decoded decoded -> store.record(Facts.fold(List.of(decoded.event())));
      }
    }
    if (letters != scenario.deadLetters()) {
      differences.add(
          "%s: %d dead letters, expected %d"
              .formatted(scenario.label(), letters, scenario.deadLetters()));
    }
    scenario
        .batches()
        .forEach((id, expected) -> differences.addAll(batch(store, scenario, id, expected)));
    scenario
        .users()
        .forEach((user, expected) -> {
          List<String> listed = list(store, user);
          if (!listed.equals(expected)) {
            differences.add(
                "%s: list of %s is %s, expected %s"
                    .formatted(scenario.label(), user, listed, expected));
          }
        });
    return differences;
  }

  private static RawMessage raw(ScenarioEvent event) {
    return new RawMessage(
        new Partition(event.topic(), 0), 0, RECORD_TIME, event.key(), List.of(), event.value());
  }

  private List<String> batch(InMemoryStore store, Scenario scenario, String id, JsonNode expected) {
    JsonNode found =
        store
            .find(new BatchId(id))
            .map(batch -> JSON.readTree(writer.batch(batch).utf8()))
            .orElse(JSON.nullNode());
    return JsonComparison.differences(scenario.label() + ": " + id, expected, found);
  }

  private static List<String> list(InMemoryStore store, String user) {
    UserBatchesQuery all =
        new UserBatchesQuery(
            new UserId(user), new StatusFilter.All(), UserBatchesQuery.MAX_LIMIT, 0);
    return store.findByUser(all).batches().stream().map(batch -> batch.batch().value()).toList();
  }
}
