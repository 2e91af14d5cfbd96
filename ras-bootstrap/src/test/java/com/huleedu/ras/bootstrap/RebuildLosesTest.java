package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.port.rebuild.RebuildModel.Request;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.lettuce.core.RedisClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a swap lost may be sent again: no mark of before says any more that it is known. */
class RebuildLosesTest {
  private static final Request SHOW = new Request(false, false, true, false);
  private static final Request SWAP_LOSING = new Request(false, false, false, true);

  private static final ScenarioEvent MESSAGE = AuditOfRefusedTest.outcome("lost");

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

  /** One of many messages that are merged at once: the others are in, and it is known which. */
  @Test
  void whatTheRebuiltTablesRefuseIsALetterOfTheirs() {
    try (RasService service = deployment.start();
        Log log = new Log(deployment)) {
      assertThat(rebuild(SHOW).count()).isZero();
      Rows.execute(
          url,
          "alter table ras_rebuild.phase_outcomes add constraint planted check (batch_id <> 'lost')");
      log.publishAll(
          List.of(AuditOfRefusedTest.outcome("one"), MESSAGE, AuditOfRefusedTest.outcome("two")));
      log.awaitAcknowledged();
      assertThat(service.health().alive().ok()).isTrue();

      assertThat(rebuild(SHOW).count()).isEqualTo(1);

      assertThat(Rows.number(url, "select count(*) from ras_rebuild.phase_outcomes")).isEqualTo(2);
      assertThat(Rows.text(url, "select error_type from ras_rebuild.dead_letters"))
          .isEqualTo("rejected_by_database");
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
