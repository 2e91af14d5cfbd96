package com.huleedu.ras.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./ras config}, on files; the environment of this process sets nothing of it. */
class ConfigCommandTest {
  private static final String RIGHT =
      """
      database:
        url: postgresql://ras:hush-hush@db/model?ApplicationName=hush-too
      kafka:
        bootstrap-servers: kafka:9092
      redis: {url: redis://cache}
      access:
        internal-api-key: the-secret-key-of-ras
      """;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();

  private int run(String file, String... more) throws IOException {
    Path path = Files.writeString(directory.resolve("ras.yaml"), file);
    String[] arguments = new String[more.length + 3];
    arguments[0] = "config";
    arguments[1] = "--config";
    arguments[2] = path.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Main.commandLine().setOut(new PrintWriter(out)).execute(arguments);
  }

  private String line(String setting) {
    return out.toString()
        .lines()
        .filter(one -> one.contains(setting + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachSettingHasItsValueAndItsOriginAndSecretsAreNotShown() throws IOException {
    assertThat(run(RIGHT)).isZero();

    assertThat(line("KAFKA_BOOTSTRAP_SERVERS")).contains("ras.yaml:4", "kafka:9092");
    assertThat(line("DATABASE_URL")).contains("ras.yaml:2", "postgresql://db/model");
    assertThat(line("INTERNAL_API_KEY")).contains("ras.yaml:7", "(secret)");
    assertThat(line("METRICS_PORT")).contains("default", "9096");
    assertThat(out.toString()).doesNotContain("hush-hush", "the-secret-key-of-ras", "hush-too");
  }

  @Test
  void whatIsWrongIsNamedByItsLineWithTheNearestName() throws IOException {
    assertThat(run(RIGHT + "htpp:\n  port: 5003\n")).isEqualTo(2);

    assertThat(out.toString()).contains("WRONG  htpp (ras.yaml:8) is unknown", "did you mean http");
  }

  @Test
  void theSameForPrograms() throws IOException {
    assertThat(run(RIGHT, "--json")).isZero();

    JsonNode said = new JsonMapper().readTree(out.toString());
    assertThat(said.path("mistakes")).isEmpty();
    assertThat(said.path("settings"))
        .anySatisfy(setting -> {
          assertThat(setting.path("name").asString()).isEqualTo("KAFKA_BOOTSTRAP_SERVERS");
          assertThat(setting.path("path").asString()).isEqualTo("kafka.bootstrap-servers");
          assertThat(setting.path("value").asString()).isEqualTo("kafka:9092");
          assertThat(setting.path("origin").asString()).isEqualTo("ras.yaml:4");
        });
    assertThat(out.toString()).doesNotContain("hush-hush", "the-secret-key-of-ras");
  }
}
