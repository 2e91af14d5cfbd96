package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Guarantees, G12: a database that refused good messages is not held to be right because it noted
 * that it did.
 */
class AuditOfRefusedTest {
  private static final int REFUSED = 5;

  private final Deployment deployment = new Deployment("refused");
  private final String url = deployment.environment().get("DATABASE_URL");

  @Test
  void whatTheDatabaseRefusedIsADifferenceUntilItIsReplayedOrDiscarded() {
    try (RasService service = deployment.start();
        Log log = new Log(deployment)) {
      Rows.execute(
          url, "alter table phase_outcomes add constraint planted check (batch_id !~ 'refused')");
      List<ScenarioEvent> messages = new ArrayList<>();
      for (int number = 0; number < REFUSED; number++) {
        messages.add(outcome("refused-" + number));
        messages.add(outcome("good-" + number));
      }
      messages.add(new ScenarioEvent(Topics.DEFAULT.phaseOutcome(), null, new byte[] {'{'}));
      log.publishAll(messages);
      log.awaitAcknowledged();

      theCommandNamesThem();
      aRebuildSaysThatItLacksThemAsWell();

      Rows.execute(url, "alter table phase_outcomes drop constraint planted");
      replay(service, "rejected_by_database");
      List<Difference> none = new ArrayList<>();
      AuditResult audit = AuditTest.audit(deployment, 1, none);
      assertThat(none).isEmpty();
      assertThat(audit.deadLetters().open()).isEqualTo(Map.of("not_json", 1L));
    }
  }

  private void theCommandNamesThem() {
    try (ServiceProcess audit = ServiceProcess.start(settings(), "audit")) {
      assertThat(audit.exitCode()).as(audit.output()).isEqualTo(3);
      assertThat(audit.output())
          .contains(
              "5 differences.",
              "NOT_APPLIED dead_letters " + deployment.topics().phaseOutcome() + " ",
              "error_type: expected null, found rejected_by_database",
              "batch_id: expected refused-4",
              "6 open dead letters: 1 not_json, 5 rejected_by_database",
              "./ras dead-letters replay --error-type rejected_by_database");
    }
  }

  private void aRebuildSaysThatItLacksThemAsWell() {
    try (AuditAndRebuild opened =
        AuditAndRebuild.open(RebuildConfiguration.fromEnvironment(deployment.environment()))) {
      RebuildResult result =
          opened
              .rebuild()
              .rebuild(
                  new RebuildModel.Request(false, false, true, false),
                  _ -> {},
                  new AuditTest.SilentProgress());
      assertThat(result.count()).isZero();
      assertThat(result.deadLetters().open())
          .isEqualTo(Map.of("not_json", 1L, "rejected_by_database", (long) REFUSED));
    }
  }

  private static void replay(RasService service, String errorType) {
    new Api(service.adminPort())
        .post("/internal/v1/dead-letters/replay", "{\"error_type\":\"%s\"}".formatted(errorType));
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(deployment.environment());
    settings.keySet().removeAll(List.of("INTERNAL_API_KEY", "PORT", "HOST"));
    return settings;
  }

  static ScenarioEvent outcome(String batch) {
    String json =
        """
        {"event_type":"x","source_service":"s","event_timestamp":"2026-03-01T08:00:00Z","data":
         {"batch_id":"%s","phase_name":"nlp","phase_status":"completed_successfully","processed_essays":[],"failed_essay_ids":[]}}
        """
            .formatted(batch);
    return new ScenarioEvent(
        Topics.DEFAULT.phaseOutcome(), null, json.getBytes(StandardCharsets.UTF_8));
  }
}
