package com.huleedu.ras.bootstrap.configuration;

import static com.huleedu.ras.architecture.Repository.ROOT;
import static com.huleedu.ras.architecture.Repository.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema of a configuration file, for editors, as it is written from the list of settings. */
class SettingsSchemaTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void theSchemaHasEachSettingAsItIsListed() throws IOException {
    ObjectNode schema = section();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "The configuration of RAS (ras.yaml)");
    Setting.all().stream()
        .filter(setting -> !setting.path().isEmpty())
        .forEach(setting -> add(schema, setting));

    String written = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    Path received = Path.of("target", "received", "ras.schema.json");
    Files.createDirectories(received.getParent());
    Files.writeString(received, written);
    assertThat(read(ROOT.resolve("deploy/ras.schema.json")))
        .as("if it is meant to be so: cp ras-bootstrap/%s deploy/ras.schema.json", received)
        .isEqualTo(written);
  }

  private static ObjectNode section() {
    ObjectNode section = JSON.createObjectNode();
    section.put("type", "object");
    section.put("additionalProperties", false);
    section.putObject("properties");
    return section;
  }

  private static void add(ObjectNode schema, Setting setting) {
    String[] steps = setting.path().split("\\.", -1);
    ObjectNode keys = (ObjectNode) schema.get("properties");
    for (int i = 0; i < steps.length - 1; i++) {
      if (!keys.has(steps[i])) {
        keys.set(steps[i], section());
      }
      keys = (ObjectNode) keys.get(steps[i]).get("properties");
    }
    String key = steps[steps.length - 1];
    keys.set(key, form(setting));
    keys.putObject(key + "-file")
        .put("type", "string")
        .put("description", "The path of a file that holds " + setting.path());
  }

  private static ObjectNode form(Setting setting) {
    ObjectNode form = JSON.createObjectNode();
    String text = setting.name() + (setting.description().isEmpty() ? "" : ": ");
    form.put("description", text + setting.description());
    Setting.Accepts accepts = setting.accepts();
    String otherwise = setting.otherwise();
    switch (accepts.form()) {
      case NUMBER -> {
        form.put("type", "integer").put("minimum", accepts.min()).put("maximum", accepts.max());
        form.put("default", Integer.parseInt(otherwise));
      }
      case FLAG -> form.put("type", "boolean").put("default", Boolean.parseBoolean(otherwise));
      case WORD -> accepts.words().forEach(form.putArray("enum")::add);
      case NAMES -> {
        form.putArray("type").add("string").add("array");
        form.putObject("items").put("type", "string");
      }
      case KEYS -> form.putArray("type").add("string").add("object");
      default -> form.put("type", "string");
    }
    if (!otherwise.isEmpty() && !form.has("default")) {
      form.put("default", otherwise);
    }
    return form;
  }
}
