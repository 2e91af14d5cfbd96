package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.testkit.history.Histories;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Guarantee G11 on real parts: messages that the database refuses and messages that nobody can
 * read; the database is mended, the letters are replayed by two instances at once, by the API and
 * by the command: the rows are those of a run that never failed, and no answer lacks them.
 */
class DeadLettersTest {
  private static final String LETTERS = "/internal/v1/dead-letters";
  private static final String REPLAYS =
      "select count(*) from dead_letter_history where action = 'replayed'";
  private static final String TRIED_AGAIN =
      "select count(*) from dead_letters where state = 'open' and attempts >= 4";
  private static final JsonMapper JSON = new JsonMapper();
  private static final BatchId BATCH = new BatchId("a batch that is cancelled");
  private static final int MALFORMED = 5;

  private final Deployment deployment = new Deployment("letters");
  private final String database = deployment.environment().get("DATABASE_URL");

  @Test
  void mendedAndReplayedTheRowsEqualThoseOfARunThatNeverFailed() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("DeadLettersTest seed " + seed);
    List<CompletionEvent> meant = new ArrayList<>();
    List<ScenarioEvent> messages = messages(seed, meant);
    try (RasService one = deployment.start();
        RasService other = deployment.start();
        Log log = new Log(deployment)) {
      execute("alter table phase_outcomes add constraint planted check (status <> 'cancelled')");
      log.publishAll(messages);
      log.awaitAcknowledged();
      long refused = Rows.deadLetters(database, "rejected_by_database");
      assertThat(refused).isPositive();
      assertThat(Rows.deadLetters(database)).isEqualTo(refused + MALFORMED);
      List<String> fold = Rows.ofFold(meant);
      assertThat(Rows.of(database)).isNotEqualTo(fold);
      Api api = new Api(one.port());
      assertThat(api.batch(BATCH.value()).body()).contains("\"overall_status\":\"REGISTERED\"");

      // Not mended yet: everything stays, with one attempt more.
      assertThat(outcomes(replay(one, "{\"all\":true}")))
          .containsOnly(Map.entry("failed_again", refused + MALFORMED));
      execute("alter table phase_outcomes drop constraint planted");
      aReplayThatCannotBeNotedLeavesTheRowsAsTheyAre(one, refused);
      aDryRunForetellsAndChangesNothing(other, refused);

      replayByBothAtOnce(one, other);
      assertThat(api.batch(BATCH.value()).body()).contains("\"overall_status\":\"CANCELLED\"");
      assertThat(Rows.of(database)).isEqualTo(fold);
      assertThat(Rows.number(database, REPLAYS)).isEqualTo(refused);

      replaysDoneAgainChangeNothing(one, refused);
      assertThat(Rows.of(database)).isEqualTo(fold);
      assertThat(Rows.number(database, TRIED_AGAIN)).isEqualTo(MALFORMED);
      theCommandShowsAndDiscardsWhatIsLeft(one);
    }
  }

  private void aReplayThatCannotBeNotedLeavesTheRowsAsTheyAre(RasService service, long refused)
      throws Exception {
    List<String> before = Rows.of(database);
    execute("alter table dead_letter_history add constraint planted check (action <> 'replayed')");
    assertThat(outcomes(replay(service, "{\"all\":true}")))
        .containsOnly(Map.entry("failed_again", refused + MALFORMED));
    assertThat(Rows.of(database)).isEqualTo(before);
    execute("alter table dead_letter_history drop constraint planted");
  }

  private void aDryRunForetellsAndChangesNothing(RasService service, long refused) {
    assertThat(outcomes(replay(service, "{\"all\":true,\"dry_run\":true}")))
        .containsOnly(
            Map.entry("would_replay", refused), Map.entry("would_fail", (long) MALFORMED));
    assertThat(Rows.number(database, REPLAYS)).isZero();
  }

  private List<ScenarioEvent> messages(long seed, List<CompletionEvent> meant) {
    List<CompletionEvent> events = new ArrayList<>(Histories.random(seed, 400));
    events.add(
        new BatchRegistered(
            stamp(1), null, BATCH, new Registration(new UserId("ada"), 1, List.of(), List.of())));
    events.add(
        new PhaseOutcomeAnnounced(
            stamp(2),
            null,
            BATCH,
            Phase.NLP,
            new PhaseOutcome(BatchStatus.CANCELLED, List.of(), List.of())));
    List<ScenarioEvent> messages = new ArrayList<>();
    for (CompletionEvent event : events) {
      PublishedEvent published = PublishedEvent.of(event, deployment);
      meant.add(published.meant());
      messages.add(published.message());
    }
    for (int i = 0; i < MALFORMED; i++) {
      byte[] value = ("{\"no\": " + i).getBytes(StandardCharsets.UTF_8);
      messages.add(new ScenarioEvent(Topics.DEFAULT.cjAssessmentCompleted(), null, value));
    }
    return messages;
  }

  private static Stamp stamp(long second) {
    return new Stamp(
        Instant.parse("2026-03-01T08:00:00Z").plusSeconds(second), new UUID(7, second), 0);
  }

  private void replayByBothAtOnce(RasService one, RasService other) throws Exception {
    List<Callable<Object>> both =
        List.of(
            () -> replay(one, "{\"state\":\"open\",\"limit\":7}"),
            () -> replay(other, "{\"state\":\"open\",\"limit\":500}"));
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (var done : threads.invokeAll(both)) {
        done.get();
      }
    }
  }

  /** Follows the cursor to the end. */
  private static List<JsonNode> replay(RasService service, String order) {
    Api api = new Api(service.adminPort());
    List<JsonNode> results = new ArrayList<>();
    var body = (tools.jackson.databind.node.ObjectNode) JSON.readTree(order);
    JsonNode next;
    do {
      var answer = api.post(LETTERS + "/replay", body.toString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode run = JSON.readTree(answer.body());
      run.path("results").forEach(results::add);
      next = run.path("next_cursor");
      body.set("cursor", next);
    } while (next.isString());
    return results;
  }

  private static Map<String, Long> outcomes(List<JsonNode> results) {
    Map<String, Long> outcomes = new HashMap<>();
    results.forEach(result -> outcomes.merge(result.path("outcome").asString(), 1L, Long::sum));
    return outcomes;
  }

  private static void replaysDoneAgainChangeNothing(RasService service, long refused) {
    assertThat(outcomes(replay(service, "{\"state\":\"replayed\"}")))
        .containsOnly(Map.entry("already_replayed", refused));
    assertThat(outcomes(replay(service, "{\"state\":\"replayed\",\"force\":true}")))
        .containsOnly(Map.entry("replayed", refused));
  }

  private void theCommandShowsAndDiscardsWhatIsLeft(RasService service) {
    assertThat(command(service, 0, "list"))
        .contains("ERROR_TYPE", "not_json", deployment.topics().cjAssessmentCompleted())
        .hasLineCount(1 + MALFORMED);
    assertThat(command(service, 1, "replay", "--all", "--dry-run"))
        .contains("would_fail", MALFORMED + " would fail (nothing was done).");
    JsonNode discarded =
        JSON.readTree(
            command(service, 0, "discard", "--all", "--json", "--reason", "made by a test"));
    assertThat(discarded.path("summary").path("discarded").asLong()).isEqualTo(MALFORMED);
    String id = discarded.path("results").get(0).path("id").asString();
    assertThat(command(service, 0, "show", id))
        .contains("{\"no\": ", "failed_again", "discarded", "admin-dashboard-service", "made by");
    assertThat(command(service, 0, "list")).isEqualTo("No dead letters.\n");
  }

  @Test
  void theCommandSaysWhatIsWrong() {
    Map<String, String> key = Map.of("INTERNAL_API_KEY", "wrong-key-of-nobody");
    assertThat(run(key, 1, "list", "--url", "http://127.0.0.1:1"))
        .contains("ras dead-letters list failed", "http://127.0.0.1:1", "ADMIN_PORT");
    assertThat(run(Map.of(), 2, "list")).contains("INTERNAL_API_KEY is not set");
    assertThat(run(key, 2, "replay")).contains("ids, a filter as --topic, or --all");
    try (RasService service = deployment.start()) {
      assertThat(run(key, 2, "list", "--url", "http://127.0.0.1:" + service.adminPort()))
          .contains("Invalid credentials", "INTERNAL_API_KEY");
      assertThat(command(service, 2, "list", "--state", "lost"))
          .contains("one of open, replayed, discarded, all");
      assertThat(command(service, 1, "show", "77")).contains("There is no dead letter 77");
    }
  }

  private static String command(RasService service, int code, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--url");
    all.add("http://127.0.0.1:" + service.adminPort());
    return run(Map.of("INTERNAL_API_KEY", Deployment.API_KEY), code, all.toArray(String[]::new));
  }

  private static String run(Map<String, String> environment, int code, String... arguments) {
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(List.of(arguments));
    try (ServiceProcess process = ServiceProcess.start(environment, all.toArray(String[]::new))) {
      assertThat(process.exitCode()).as(process.output()).isEqualTo(code);
      assertThat(process.output())
          .doesNotContain("\tat ", Deployment.API_KEY, "wrong-key-of-nobody");
      return process.output();
    }
  }

  private void execute(String sql) throws Exception {
    try (var connection = Rows.model(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
