package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.testkit.history.Histories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes {@link FirstGeneration}'s files anew: the released service, built from this repository's
 * history, reads a log of both generations, as in a platform whose services are being updated.
 */
@EnabledIfSystemProperty(
    named = "ras.fixture.regenerate",
    matches = "true",
    disabledReason = "the fixture is made anew on request: -Dras.fixture.regenerate=true")
class FirstGenerationFixtureTest {
  private static final int EVENTS = 60;

  /** Large, or one of many of their kind. */
  private static final Predicate<String> LEFT_OUT =
      Pattern.compile("random-150|random-400|random2|read-again-(0[5-9]|[123])").asPredicate();

  private final Deployment deployment = Deployment.called(FirstGeneration.DEPLOYMENT);

  @Test
  void isMadeByTheReleasedService() throws IOException {
    List<Path> scenarios =
        Scenario.ofBothGenerations().stream()
            .filter(file -> !LEFT_OUT.test(String.valueOf(file.getFileName())))
            .toList();
    FirstRelease release = FirstRelease.build();
    String url = deployment.environment().get("DATABASE_URL");
    try (Log log = new Log(deployment);
        ServiceProcess old = release.start(deployment).awaitReady()) {
      log.publishAll(messages(scenarios));
      log.awaitAcknowledged(FirstRelease.topics(deployment));
      assertThat(old.stop()).isEqualTo(143);
    }
    Files.createDirectories(FirstGeneration.FOLDER);
    write(FirstGeneration.DATABASE, List.of(Dump.of(url, release.migrations())));
    write(FirstGeneration.MESSAGES, recorded());
    write(
        FirstGeneration.SCENARIOS,
        scenarios.stream().map(file -> String.valueOf(file.getFileName())).toList());
  }

  private List<ScenarioEvent> messages(List<Path> scenarios) {
    List<ScenarioEvent> messages = new ArrayList<>();
    scenarios.forEach(file -> messages.addAll(Scenario.read(file, 0).events()));
    List<CompletionEvent> random = new ArrayList<>();
    random.addAll(Histories.ofFirstGeneration(1, EVENTS, FirstGeneration.WORLDS.getFirst()));
    random.addAll(Histories.random(2, EVENTS, FirstGeneration.WORLDS.getLast()));
    Histories.redelivered(random, 3)
        .forEach(event -> messages.add(PublishedEvent.of(event, deployment).message()));
    messages.add(withWhatItReadsPast());
    return messages;
  }

  /** A registration of the old shape with what only today's services say. */
  private static ScenarioEvent withWhatItReadsPast() {
    String json =
        """
        {"event_id":"7f6d9c55-1c0e-4d0c-9f2e-2d8f3a1b4c5d","event_type":"x","source_service":"s",
         "event_timestamp":"2026-03-01T08:00:00Z","data":{"batch_id":"read past","user_id":"ada",
         "expected_essay_count":1,"essay_ids":["read past 1"],"course_code":"SV2",
         "essay_instructions":"Skriv.","metadata":{"entity":{"entity_id":"read past","entity_type":"batch"}},
         "class_id":"HU22","student_prompt_ref":{"references":{"student_prompt":{"storage_id":"t"}}}}}
        """;
    return new ScenarioEvent(
        Topics.DEFAULT.batchRegistered(), null, json.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> recorded() {
    return DecodedLog.of(deployment).messages().stream()
        .map(Message::raw)
        .map(this::recorded)
        .map(RecordedMessage::line)
        .toList();
  }

  private RecordedMessage recorded(RawMessage raw) {
    return new RecordedMessage(
        raw.partition().topic().substring(deployment.topic("").length()),
        raw.partition().number(),
        raw.timestamp().toEpochMilli(),
        raw.key(),
        raw.value());
  }

  private static void write(String file, List<String> lines) throws IOException {
    Files.write(FirstGeneration.FOLDER.resolve(file), lines);
  }
}
