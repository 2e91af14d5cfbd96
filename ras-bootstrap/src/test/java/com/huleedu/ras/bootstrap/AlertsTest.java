package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.architecture.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Alerts and dashboard, held against what a running service shows and what the pages say. */
class AlertsTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:ras|jvm|hikaricp|process)_[a-z0-9_]+");
  private static final Pattern CHAPTER = Pattern.compile("(?m)^## (.+)$");
  private static final Pattern ALERT = Pattern.compile("\\bRas[A-Z][A-Za-z]+");

  /** Once Kafka has been asked for what waits. */
  private static final String LAST_TO_COME = "ras_partition_lag_seconds{";

  /** Shown by a service that has certificates, and listed. */
  private static final String OF_TLS = "ras_tls_";

  private final Deployment deployment = new Deployment("alerts");

  @Test
  void eachAlertHasACaseInWhichItFiresAndOneInWhichItStaysQuiet() {
    Set<String> fire = new TreeSet<>();
    Set<String> quiet = new TreeSet<>();
    for (JsonNode one : AlertRules.cases()) {
      for (JsonNode asked : AlertRules.children(one.path("alert_rule_test"))) {
        String alert = asked.path("alertname").asString();
        (asked.path("exp_alerts").isEmpty() ? quiet : fire).add(alert);
      }
    }

    assertThat(fire).isEqualTo(names()).isEqualTo(quiet);
  }

  @Test
  void eachAlertHasAChapterALineInTheTableAndAWayThere() {
    String page = Repository.read(Repository.ROOT.resolve("docs/alerts.md"));

    assertThat(CHAPTER.matcher(page).results().map(found -> found.group(1)))
        .containsExactlyElementsOf(
            AlertRules.alerts().stream().map(alert -> alert.path("alert").asString()).toList());
    for (JsonNode alert : AlertRules.alerts()) {
      String name = alert.path("alert").asString();
      String anchor = "#" + name.toLowerCase(Locale.ROOT);
      assertThat(alert.at("/annotations/runbook_url").asString())
          .isEqualTo("docs/alerts.md" + anchor);
      assertThat(page)
          .contains(
              "| [%s](%s) | %s |".formatted(name, anchor, alert.at("/labels/severity").asString()));
      assertThat(alert.path("annotations").propertyNames())
          .containsOnly("summary", "description", "runbook_url");
    }
  }

  @Test
  void nothingSpeaksOfAnAlertThatIsNotThere() {
    Set<String> known = names();

    for (Path file : List.of(AlertRules.INHIBITED, Repository.ROOT.resolve("docs/alerts.md"))) {
      assertThat(ALERT.matcher(Repository.read(file)).results().map(MatchResult::group))
          .as(file.toString())
          .isNotEmpty()
          .allMatch(known::contains);
    }
  }

  private static Set<String> names() {
    return AlertRules.alerts().stream()
        .map(alert -> alert.path("alert").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aPanelSaysWhatItShowsAndInWhichUnit() {
    List<JsonNode> panels = AlertRules.panels();

    assertThat(panels).hasSize(14);
    assertThat(panels.stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
    assertThat(panels)
        .allSatisfy(panel -> {
          assertThat(panel.path("title").asString()).isNotEmpty();
          assertThat(panel.path("description").asString()).isNotEmpty();
          assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotEmpty();
          assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
        });
    assertThat(AlertRules.children(AlertRules.dashboard().at("/templating/list")))
        .extracting(variable -> variable.path("name").asString())
        .containsExactly("datasource", "job", "instance");
  }

  @Test
  void whatRulesAndPanelsNameIsInAScrape() {
    String scrape = scrape();
    String page = Repository.read(Repository.ROOT.resolve("docs/configuration.md"));
    Set<String> shown =
        METRIC.matcher(scrape).results().map(MatchResult::group).collect(Collectors.toSet());

    Stream<String> expressions =
        Stream.concat(
            AlertRules.shownExpressions().stream(),
            AlertRules.alerts().stream().map(alert -> alert.path("expr").asString()));
    Set<String> named =
        expressions
            .flatMap(expression -> METRIC.matcher(expression).results())
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named)
        .hasSizeGreaterThan(30)
        .allMatch(name -> name.startsWith(OF_TLS) ? page.contains(name) : shown.contains(name));
  }

  @Test
  void promtoolAcceptsEveryRuleAndItsCases() {
    Promtool promtool = Promtool.required();

    promtool.accepts("check", "rules", AlertRules.RULES.toString());
    promtool.accepts("test", "rules", AlertRules.CASES.toString());
  }

  @Test
  void promtoolAcceptsEveryPanel(@TempDir Path folder) throws IOException {
    StringBuilder rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
    List<String> expressions = AlertRules.shownExpressions();
    for (int i = 0; i < expressions.size(); i++) {
      rules.append("  - record: panel:%s\n    expr: >-\n      ".formatted(i));
      rules.append(expressions.get(i)).append('\n');
    }
    Path file = Files.writeString(folder.resolve("panels.yml"), rules);

    Promtool.required().accepts("check", "rules", file.toString());
  }

  /** Others' meters have names of their own. */
  @Test
  void promtoolHasNothingAgainstOurMetrics() {
    Promtool promtool = Promtool.required();

    assertThat(promtool.run(scrape(), "check", "metrics").lines())
        .anyMatch(line -> line.startsWith("kafka_consumer_"))
        .noneMatch(line -> line.startsWith("ras_"))
        .noneMatch(line -> line.contains("error while linting"));
  }

  /** Of a service that has projected something, refused something, and answered. */
  private String scrape() {
    try (RasService service = deployment.start();
        Log log = new Log(deployment)) {
      List<ScenarioEvent> events = new ArrayList<>();
      for (String text : List.of("{", OUTCOME)) {
        events.add(
            new ScenarioEvent(
                Topics.DEFAULT.phaseOutcome(), null, text.getBytes(StandardCharsets.UTF_8)));
      }
      log.publishAll(events);
      log.awaitAcknowledged();
      new Api(service.port()).batch("b");
      Api metrics = new Api(service.metricsPort());
      return await()
          .until(() -> metrics.get("/metrics").body(), text -> text.contains(LAST_TO_COME));
    }
  }

  private static final String OUTCOME =
      """
      {"event_type":"x","source_service":"s","event_timestamp":"2026-03-01T08:00:00Z","data":
       {"batch_id":"b","phase_name":"nlp","phase_status":"completed_successfully","processed_essays":[],"failed_essay_ids":[]}}
      """;
}
