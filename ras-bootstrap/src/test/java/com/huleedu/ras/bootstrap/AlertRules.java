package com.huleedu.ras.bootstrap;

import com.huleedu.ras.architecture.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code deploy} has for Prometheus and Grafana. */
final class AlertRules {
  static final Path RULES = Repository.ROOT.resolve("deploy/prometheus/ras-alerts.yml");
  static final Path CASES = Repository.ROOT.resolve("deploy/prometheus/ras-alerts-test.yml");
  static final Path INHIBITED = Repository.ROOT.resolve("deploy/prometheus/inhibit.yml");
  private static final Path DASHBOARD =
      Repository.ROOT.resolve("deploy/grafana/ras-dashboard.json");

  private AlertRules() {}

  static List<JsonNode> alerts() {
    return children(yaml(RULES).at("/groups/0/rules"));
  }

  static List<JsonNode> cases() {
    return children(yaml(CASES).path("tests"));
  }

  static JsonNode dashboard() {
    return new JsonMapper().readTree(Repository.read(DASHBOARD));
  }

  /** Those that show something, without the headings of rows. */
  static List<JsonNode> panels() {
    return children(dashboard().path("panels")).stream()
        .filter(panel -> !panel.path("type").asString().equals("row"))
        .toList();
  }

  /** Of the panels, with what Grafana puts in the place of its variables. */
  static List<String> shownExpressions() {
    return panels().stream()
        .flatMap(panel -> children(panel.path("targets")).stream())
        .map(target -> target.path("expr").asString())
        .map(expression ->
            expression
                .replace("$__rate_interval", "1m")
                .replace("$job", "ras")
                .replace("$instance", ".*"))
        .toList();
  }

  static List<JsonNode> children(JsonNode parent) {
    List<JsonNode> all = new ArrayList<>();
    parent.forEach(all::add);
    return all;
  }

  private static JsonNode yaml(Path file) {
    Object document =
        new Load(LoadSettings.builder().build()).loadFromString(Repository.read(file));
    return new JsonMapper().valueToTree(document instanceof Map<?, ?> map ? map : Map.of());
  }
}
