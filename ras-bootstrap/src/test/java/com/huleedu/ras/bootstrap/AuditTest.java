package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.testkit.history.Picture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Guarantees, G12: an audit finds every damage and nothing else, while the service works. */
class AuditTest {
  private static final int WORLDS = Boolean.getBoolean("ras.long") ? 40 : 15;

  @Test
  void findsEachDamageAndOnlyThese() {
    long seed = new Random().nextLong();
    System.out.println("AuditTest seed " + seed);
    Deployment deployment = new Deployment("audit");
    String url = deployment.environment().get("DATABASE_URL");
    try (RasService service = deployment.start();
        Log log = new Log(deployment);
        Load load = new Load(deployment, log, seed)) {
      log.publishAll(List.of(notFinal()));
      log.awaitAcknowledged();
      String fine = partitionOfTheFirst(url, deployment);
      load.publish(WORLDS);
      log.awaitAcknowledged();
      load.start();

      List<Difference> none = new ArrayList<>();
      AuditResult clean = audit(deployment, 3, none);
      assertThat(none).isEmpty();
      assertThat(clean.finished()).isTrue();
      assertThat(clean.messages()).isGreaterThan(WORLDS * 100L);
      assertThat(clean.rows()).isGreaterThan(WORLDS);

      load.stop();
      log.awaitAcknowledged();
      List<String> expected = new ArrayList<>(Corruption.everywhere(url));
      expected.addAll(deadLetters(url, deployment, fine));
      Picture meant = Picture.of(Facts.fold(load.meant()));
      load.start();
      Map<String, String> settings = new HashMap<>(deployment.environment());
      settings.keySet().removeAll(List.of("INTERNAL_API_KEY", "PORT", "HOST"));
      try (ServiceProcess command = ServiceProcess.start(settings, "audit", "--json")) {
        assertThat(command.exitCode()).as(command.output()).isEqualTo(3);
        assertThat(found(command.output(), expected, meant))
            .containsExactlyInAnyOrderElementsOf(expected);
      }
      assertThat(Rows.text(url, "select sum(differences) from upkeep_runs")).isNotEqualTo("0");
      Awaitility.await().untilAsserted(() -> assertShown(service, url));
      assertThat(service.health().alive().ok()).isTrue();
    }
  }

  /** The service shows what the command has left behind. */
  private static void assertShown(RasService service, String url) {
    String differences =
        Rows.text(
            url,
            "select differences from upkeep_runs where kind = 'AUDIT' order by run_id desc limit 1");
    assertThat(new Api(service.metricsPort()).get("/metrics").body())
        .contains("ras_audit_differences " + differences + ".0\n")
        .contains("ras_upkeep_last_success_timestamp_seconds{kind=\"rebuild\"} NaN")
        .containsPattern(
            "ras_upkeep_last_success_timestamp_seconds\\{kind=\"audit\"\\} 1\\.\\d+E9");
  }

  /** A word that is not final changes nothing, so that a letter for it is the only damage. */
  private static ScenarioEvent notFinal() {
    String json =
        """
        {"event_type":"x","source_service":"s","data":{"batch_id":"b","phase_name":"nlp",
         "phase_status":"processing_pipelines","processed_essays":[],"failed_essay_ids":[]}}
        """;
    return new ScenarioEvent(
        Topics.DEFAULT.phaseOutcome(), null, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String partitionOfTheFirst(String url, Deployment deployment) {
    return Rows.text(
        url,
        "select partition from stream_positions where next_offset = 1 and topic = '%s'"
            .formatted(deployment.topics().phaseOutcome()));
  }

  private static List<String> deadLetters(String url, Deployment deployment, String fine) {
    String lost =
        Rows.text(
            url,
            """
            with gone as (
              delete from dead_letter_history where letter_id = (select min(id) from dead_letters))
            delete from dead_letters where id = (select min(id) from dead_letters)
            returning topic || '/' || partition || '/' || kafka_offset
            """);
    String surplus =
        Rows.text(
            url,
            """
            insert into dead_letters (topic, topic_id, partition, kafka_offset, timestamp_millis,
              header_names, header_values, error_type, error_detail, dead_lettered_at)
            select topic, topic_id, partition, 0, 0, '{}', '{}', 'not_json', '', now()
            from stream_positions where topic = '%s' and partition = %s
            returning topic || '/' || partition || '/0'
            """
                .formatted(deployment.topics().phaseOutcome(), fine));
    return List.of("missing_row dead_letters " + lost, "surplus_row dead_letters " + surplus);
  }

  /** What the command printed, in the words of what was expected. */
  private static List<String> found(String output, List<String> expected, Picture meant) {
    String line =
        output.lines().filter(it -> it.startsWith("{\"finished\"")).findFirst().orElseThrow();
    JsonNode result = new JsonMapper().readTree(line);
    List<String> found = new ArrayList<>();
    for (JsonNode difference : result.get("differences")) {
      String kind = difference.get("kind").stringValue();
      String row =
          difference.get("table").stringValue() + " " + joined(difference.get("key"), "/", null);
      String columns =
          kind.endsWith("row") ? "" : " " + joined(difference.get("columns"), ",", "column");
      if (!columns.isEmpty() && isConsequence(difference, meant)) {
        columns = columns.replaceFirst("[ ,]status$", "");
        if (columns.isEmpty()) {
          continue;
        }
        kind = "*";
      }
      String what = row + columns;
      boolean anyKind = kind.equals("*") || expected.contains("* " + what);
      found.add(
          anyKind
              ? expected.stream().filter(it -> it.endsWith(what)).findFirst().orElse("* " + what)
              : kind + " " + what);
    }
    return found;
  }

  /**
   * The facts of a damaged row give another status to a batch, whose own is the right one. That is
   * found, too.
   */
  private static boolean isConsequence(JsonNode difference, Picture meant) {
    if (!difference.get("table").stringValue().equals("batch_results")) {
      return false;
    }
    String right =
        meant
            .find(new BatchId(difference.get("key").get(0).stringValue()))
            .map(batch -> batch.status().eventName())
            .orElse("");
    return StreamSupport.stream(difference.get("columns").spliterator(), false)
        .filter(column -> column.get("column").stringValue().equals("status"))
        .anyMatch(
            status -> status.get("found").asString("").startsWith(right + ", but the facts say "));
  }

  private static String joined(JsonNode array, String separator, String member) {
    return String.join(
        separator,
        StreamSupport.stream(array.spliterator(), false)
            .map(one -> (member == null ? one : one.get(member)).stringValue())
            .toList());
  }

  static AuditResult audit(Deployment deployment, int slices, List<Difference> found) {
    try (AuditAndRebuild opened =
        AuditAndRebuild.open(RebuildConfiguration.fromEnvironment(deployment.environment()))) {
      return opened.audit().audit(slices, found::add, new SilentProgress());
    }
  }

  /** Goes on to the end. */
  static class SilentProgress implements Progress {
    @Override
    public void startStep(String what, long total) {}

    @Override
    public void advance(long units) {}

    @Override
    public void pause() {
      Thread.onSpinWait();
    }

    @Override
    public boolean goOn() {
      return true;
    }
  }
}
