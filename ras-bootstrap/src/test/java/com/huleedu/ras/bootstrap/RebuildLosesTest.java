package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.port.rebuild.RebuildModel.Request;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.lettuce.core.RedisClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a swap lost may be sent again: no mark of before says any more that it is known. */
class RebuildLosesTest {
  private static final Request SHOW = new Request(false, false, true, false);
  private static final Request SWAP_LOSING = new Request(false, false, false, true);

  private static final ScenarioEvent MESSAGE =
      new ScenarioEvent(
          Topics.DEFAULT.phaseOutcome(),
          null,
          """
          {"event_type":"x","source_service":"s","event_timestamp":"2026-03-01T08:00:00Z","data":
           {"batch_id":"lost","phase_name":"nlp","phase_status":"completed_successfully","processed_essays":[],"failed_essay_ids":[]}}
          """
              .getBytes(StandardCharsets.UTF_8));

  private final Deployment deployment = new Deployment("loses");
  private final String url = deployment.environment().get("DATABASE_URL");

  @Test
  void whatASwapLostIsAppliedWhenItIsSentAgain() {
    try (RasService service = deployment.start();
        Log log = new Log(deployment)) {
      log.publishAll(List.of(MESSAGE));
      log.awaitAcknowledged();
      assertThat(outcomes()).isEqualTo(1);
      awaitMark();
      assertThat(rebuild(SHOW).count()).isZero();
      Rows.execute(url, "delete from ras_rebuild.phase_outcomes");

      RebuildResult swapped = rebuild(SWAP_LOSING);

      assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
      assertThat(swapped.loses()).isEqualTo(1);
      assertThat(outcomes()).isZero();
      log.publishAll(List.of(MESSAGE));
      log.awaitAcknowledged();
      assertThat(outcomes()).isEqualTo(1);
      assertThat(service.health().alive().ok()).isTrue();
    }
  }

  private void awaitMark() {
    String marks = "ras:event:" + Rows.text(url, "select id from lineage") + ":*";
    try (RedisClient client = RedisClient.create(EmbeddedServers.redis().uri());
        var connection = client.connect()) {
      await().until(() -> connection.sync().keys(marks).size() == 1);
    }
  }

  private long outcomes() {
    return Rows.number(url, "select count(*) from phase_outcomes where batch_id = 'lost'");
  }

  private RebuildResult rebuild(Request request) {
    try (AuditAndRebuild opened =
        AuditAndRebuild.open(RebuildConfiguration.fromEnvironment(deployment.environment()))) {
      return opened.rebuild().rebuild(request, _ -> {}, new AuditTest.SilentProgress());
    }
  }
}
