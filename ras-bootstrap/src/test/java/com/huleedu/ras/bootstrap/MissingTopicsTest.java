package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A platform that has some of the topics, and gets others while the service runs. */
class MissingTopicsTest {
  private static final String REGISTERED = Topics.DEFAULT.first(EventKind.BATCH_REGISTERED);
  private static final String SPELLCHECK = Topics.DEFAULT.first(EventKind.SPELLCHECK_COMPLETED);
  private static final String OUTCOME = Topics.DEFAULT.of(EventKind.PHASE_OUTCOME).getFirst();
  private static final String TODAYS = Topics.DEFAULT.of(EventKind.PHASE_OUTCOME).getLast();
  private static final int BATCHES = 9;

  private final KafkaBroker kafka = EmbeddedServers.kafka();

  /** One by one Kafka creates both topics of outcomes under other names alone. */
  private final Deployment deployment =
      new Deployment(
          "missing",
          topic -> topic.replace('_', '-'),
          topic -> !Set.of(REGISTERED, SPELLCHECK, TODAYS).contains(topic));

  @Test
  void eachIsReadOnceItIsThereAndOneThatIsGoneIsAnError() {
    try (RasService service = deployment.start();
        Log log = new Log(deployment)) {
      awaitReason(service, "no topic " + deployment.topic(REGISTERED));
      assertThat(service.health().alive().ok()).isTrue();
      log.publish(outcome(OUTCOME, "b0", "completed_successfully"));
      register(log);

      await().atMost(Duration.ofSeconds(30)).until(() -> service.health().ready().ok());
      Api api = new Api(service.port());
      awaitStatus(api, "b0", "COMPLETED");
      for (int i = 1; i < BATCHES; i++) {
        awaitStatus(api, "b" + i, "REGISTERED");
      }
      assertMissing(service);
      assertRebuiltTheSame();

      kafka.createTopic(deployment.topic(TODAYS), 2);
      log.publish(outcome(TODAYS, "b1", "completed_with_failures"));
      awaitStatus(api, "b1", "PARTIALLY_COMPLETED");
      assertThat(service.health().ready().ok()).isTrue();

      kafka.deleteTopic(deployment.topic(TODAYS));
      awaitReason(service, "no topic " + deployment.topic(TODAYS));
      assertThatThrownBy(() -> AuditTest.audit(deployment, 1, new ArrayList<>()))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("no topic %s any more", deployment.topic(TODAYS));
    }
  }

  private void register(Log log) {
    kafka.createTopic(deployment.topic(REGISTERED), 3);
    for (int i = 0; i < BATCHES; i++) {
      String json =
          """
          {"event_type": "t", "source_service": "s", "data": {"batch_id": "b#", "user_id": "u",
          "expected_essay_count": 0, "essay_ids": [], "course_code": "c",
          "essay_instructions": "i",
          "metadata": {"entity": {"entity_id": "b#", "entity_type": "batch"}}}}
          """
              .replace("#", String.valueOf(i));
      // Keys, so that each partition gets some.
      log.publish(new ScenarioEvent(REGISTERED, utf8("key" + i), utf8(json)));
    }
  }

  private static ScenarioEvent outcome(String topic, String batch, String status) {
    String json =
        """
        {"event_type": "x", "source_service": "s", "data": {"batch_id": "%s",
        "phase_name": "nlp", "phase_status": "%s", "processed_essays": [],
        "failed_essay_ids": []}}
        """
            .formatted(batch, status);
    return new ScenarioEvent(topic, null, utf8(json));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void awaitReason(RasService service, String reason) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(service.health().ready().reasons())
                .anySatisfy(it -> assertThat(it).contains(reason)));
  }

  private static void awaitStatus(Api api, String batch, String status) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(api.batch(batch).body()).contains("\"overall_status\":\"" + status + "\""));
  }

  private void assertMissing(RasService service) {
    String note = "Kafka has no topic " + deployment.topic(SPELLCHECK);
    assertThat(new Api(service.port()).get("/readyz").body()).contains("\"notes\":", note);
    assertThat(new Api(service.metricsPort()).get("/metrics").body())
        .contains(
            "ras_topic_missing{topic=\"%s\"} 1.0".formatted(deployment.topic(SPELLCHECK)),
            "ras_topic_missing{topic=\"%s\"} 0.0".formatted(deployment.topic(REGISTERED)));
  }

  private void assertRebuiltTheSame() {
    List<Difference> found = new ArrayList<>();
    assertThat(AuditTest.audit(deployment, 1, found).unread()).isEmpty();
    try (AuditAndRebuild opened =
        AuditAndRebuild.open(RebuildConfiguration.fromEnvironment(deployment.environment()))) {
      opened
          .rebuild()
          .rebuild(
              new RebuildModel.Request(false, false, true, false),
              found::add,
              new AuditTest.SilentProgress());
    }
    assertThat(found).isEmpty();
  }
}
