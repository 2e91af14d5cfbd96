package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every counter is there, at zero, when a service has just started: of one that begins with its
 * first event {@code increase()} never sees that event.
 */
class CountersAtStartTest {
  private final Deployment deployment = new Deployment("counters");

  @Test
  void nothingThatHappensBeginsACounter() {
    String database = deployment.environment().get("DATABASE_URL");
    try (RasService service = deployment.start();
        Log log = new Log(deployment)) {
      Set<String> atStart = counters(service);
      assertThat(atStart)
          .contains(
              "ras_dead_letter_orders_total{outcome=\"replayed\"}",
              "ras_invalid_messages_total{error_type=\"rejected_by_database\",topic=\"%s\"}"
                  .formatted(deployment.topics().cjAssessmentCompleted()));

      Rows.execute(
          database, "alter table phase_outcomes add constraint planted check (batch_id <> 'bad')");
      log.publishAll(messages());
      log.awaitAcknowledged();
      assertThat(Rows.deadLetters(database)).isEqualTo(4);
      String all = "{\"all\":true}";
      new Api(service.adminPort()).post("/internal/v1/dead-letters/replay", all);
      new Api(service.port()).batch("good");

      assertThat(counters(service)).isEqualTo(atStart);
    }
  }

  private static Set<String> counters(RasService service) {
    Set<String> counters = new TreeSet<>();
    new Api(service.metricsPort())
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("ras_") && line.contains("_total"))
        .forEach(line -> counters.add(line.substring(0, line.lastIndexOf(' '))));
    return counters;
  }

  private List<ScenarioEvent> messages() {
    List<ScenarioEvent> messages = new ArrayList<>();
    for (String text : List.of("{", "{}", "7", outcome("bad"), outcome("good"))) {
      messages.add(
          new ScenarioEvent(
              Topics.DEFAULT.phaseOutcome(), null, text.getBytes(StandardCharsets.UTF_8)));
    }
    return messages;
  }

  private static String outcome(String batch) {
    return """
    {"event_type":"x","source_service":"s","event_timestamp":"2026-03-01T08:00:00Z","data":
     {"batch_id":"%s","phase_name":"nlp","phase_status":"completed_successfully","processed_essays":[],"failed_essay_ids":[]}}
    """
        .formatted(batch);
  }
}
