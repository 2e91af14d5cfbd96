package com.huleedu.ras.bootstrap.configuration;

import static com.huleedu.ras.architecture.Repository.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.architecture.Repository;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings in {@code ras.yaml}, below those of the environment. */
class ConfigurationFileTest {
  private static final String RIGHT =
      """
      database: {url: "postgresql://ras:hush-hush@db/ras"}
      kafka:
        bootstrap-servers: kafka:9092
      redis: {url: redis://cache}
      access: {internal-api-key: the-secret-key-of-ras}
      """;

  private final Map<String, String> environment = new HashMap<>();
  @TempDir private Path directory;

  @BeforeEach
  void nameTheFile() throws IOException {
    say("");
  }

  private void say(String more) throws IOException {
    Path file = Files.writeString(directory.resolve("ras.yaml"), RIGHT + more);
    environment.put("RAS_CONFIG", file.toString());
  }

  private RasConfiguration read() {
    return RasConfiguration.fromEnvironment(environment);
  }

  private String origin(String name) {
    return EffectiveConfiguration.of(environment).values().stream()
        .filter(value -> value.setting().name().equals(name))
        .map(EffectiveConfiguration.Value::origin)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theEnvironmentGoesBeforeTheFileAndTheFileBeforeTheDefault() throws IOException {
    say("http: {port: 5003}\nmetrics: {port: 5096}\n");
    environment.put("METRICS_PORT", "6096");

    assertThat(read().http().port()).isEqualTo(5003);
    assertThat(read().http().metricsPort()).isEqualTo(6096);
    assertThat(read().http().adminPort()).isEqualTo(4004);
    assertThat(origin("PORT")).isEqualTo("ras.yaml:6");
    assertThat(origin("METRICS_PORT")).isEqualTo("environment");
    assertThat(origin("ADMIN_PORT")).isEqualTo("default");
    assertThat(origin("DATABASE_SCHEMA")).isEqualTo("not set");
  }

  @Test
  void aValueMayComeFromAnotherFile() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "the-key-of-the-second-file\n");
    Files.writeString(
        directory.resolve("ras.yaml"),
        RIGHT.replace("internal-api-key: the-secret-key-of-ras", "internal-api-key-file: " + key));

    assertThat(read().http().access().sharedKeys()).containsExactly("the-key-of-the-second-file");
    assertThat(origin("INTERNAL_API_KEY")).isEqualTo("ras.yaml:5, INTERNAL_API_KEY_FILE " + key);

    environment.put("INTERNAL_API_KEY", "the-key-of-the-environment");
    assertThat(read().http().access().sharedKeys()).containsExactly("the-key-of-the-environment");
  }

  @Test
  void namesMayBeAListAndKeysAMapping() throws IOException {
    say(
        """
        kafka.topics: {phase-outcome: [one, two], file-rejected: []}
        access.service-api-keys: {api-gateway-service: [key-number-one-of-two, another-one-of-two]}
        """);

    assertThat(read().kafka().topics()).contains("one", "two");
    assertThat(read().kafka().topics()).doesNotContain("huleedu.file.essay.validation.failed.v1");
    assertThat(read().http().access().ownKeys())
        .containsEntry(
            "api-gateway-service", List.of("key-number-one-of-two", "another-one-of-two"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.bootstrap-server: h:1 | kafka.bootstrap-server (ras.yaml:6) is unknown: did you mean kafka.bootstrap-servers?",
        "kafak: {topics: {}} | kafak (ras.yaml:6) is unknown: did you mean kafka?",
        "METRICS_PORT: 1 | METRICS_PORT (ras.yaml:6) is unknown: did you mean metrics.port?",
        "http: {metrics-port: 1} | http.metrics-port (ras.yaml:6) is unknown: did you mean metrics.port?",
        "x: 1 | x (ras.yaml:6) is unknown",
        "kafka.bootstrap-servers: h:1 | kafka.bootstrap-servers is set twice: ras.yaml:3 and ras.yaml:6",
        "kafka: {group-protocol: classic} | kafka is set twice: ras.yaml:2 and ras.yaml:6",
        "http: {port: many} | http.port (ras.yaml:6) has to be a whole number from 0 to 65535, not many",
        "http: {port: [1, 2]} | http.port (ras.yaml:6) has to be a whole number",
        "http: {port: 4004} | http.port (ras.yaml:6) and ADMIN_PORT are both 4004",
        "log: INFO | log (ras.yaml:6) has to hold keys, and not a value",
        "access.allowed-service-ids: [] | access.allowed-service-ids (ras.yaml:6) is an empty list",
        "access.internal-api-key-previous-file: /nowhere | access.internal-api-key-previous-file (ras.yaml:6) names a file that can't be read (there is none)",
        "log: [ | ras.yaml:",
        "log: *hush | ras.yaml:6 is not YAML; a value with special characters has to stand in quotes"
      })
  void whatIsWrongIsNamedWithItsLine(String line, String said) throws IOException {
    say(line + "\n");

    assertThatThrownBy(this::read)
        .hasMessageContainingAll("1 mistake:", said)
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "http:\n", "http: {port: }\n"})
  void whatHoldsNothingSetsNothing(String text) {
    assertThat(ConfigurationFileReader.read("ras.yaml", text))
        .isEqualTo(new ConfigurationFile("ras.yaml", Map.of(), List.of(), true));
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    environment.put("RAS_CONFIG", directory.resolve("other.yaml").toString());
    assertThatThrownBy(this::read)
        .hasMessageContaining("RAS_CONFIG names a file that can't be read (there is none)");
  }

  @Test
  void theSampleIsAccepted() throws IOException {
    Files.writeString(directory.resolve("internal-api-key"), "the-secret-key-of-ras");
    Files.writeString(directory.resolve("database-url"), "postgresql://ras:hush-hush@db/ras");
    Files.writeString(
        directory.resolve("ras.yaml"),
        Repository.read(ROOT.resolve("deploy/ras.yaml"))
            .replace("/run/secrets", directory.toString()));

    EffectiveConfiguration found = EffectiveConfiguration.of(environment);
    assertThat(found.mistakes()).isEmpty();
    assertThat(found.warnings()).isEmpty();
    assertThat(found.toString()).doesNotContain("hush", "the-secret-key");
    assertThat(read().kafka().bootstrapServers()).isEqualTo("kafka-1:9092,kafka-2:9092");
  }

  @Test
  void whatIsSetIsSaidInALineAndNoSecret() throws IOException {
    Path file = Files.writeString(directory.resolve("ras.yaml"), "redis: {cache-ttl-seconds: 7}");

    assertThat(
            EffectiveConfiguration.set(
                Map.of(
                    "RAS_CONFIG", file.toString(),
                    "DATABASE_URL", "postgresql://ras:hush-hush@db/ras",
                    "INTERNAL_API_KEY", "the-secret-key-of-ras")))
        .isEqualTo(
            "DATABASE_URL=postgresql://db/ras, REDIS_CACHE_TTL_SECONDS=7, INTERNAL_API_KEY=(secret), RAS_CONFIG="
                + file);
  }

  @Test
  void theSampleWithTlsIsAccepted() throws IOException {
    TestAuthority authority = TestAuthority.create(directory);
    IssuedCertificate own = authority.server();
    for (String certificate : List.of("ras", "ras-client")) {
      Files.copy(own.chain(), directory.resolve(certificate + ".crt"));
      Files.copy(own.key(), directory.resolve(certificate + ".key"));
    }
    for (String server : List.of("database", "kafka", "redis", "clients")) {
      Files.copy(authority.trustedPem(), directory.resolve(server + "-ca.crt"));
    }
    Files.writeString(directory.resolve("internal-api-key"), "the-secret-key-of-ras");
    Files.writeString(directory.resolve("kafka-password"), "hush-hush");
    Files.writeString(directory.resolve("database-url"), "postgresql://ras:hush-hush@db/ras");
    Files.writeString(directory.resolve("redis-url"), "rediss://ras:hush-hush@cache:6380/0");
    Files.writeString(
        directory.resolve("ras.yaml"),
        Repository.read(ROOT.resolve("deploy/ras-tls.yaml"))
            .replace("# client-", "client-")
            .replace("/run/secrets", directory.toString()));

    EffectiveConfiguration found = EffectiveConfiguration.of(environment);
    assertThat(found.mistakes()).isEmpty();
    assertThat(found.warnings()).isEmpty();
    assertThat(found.toString()).doesNotContain("hush", "the-secret-key");
    assertThat(read().tls()).extracting(Tls::name).hasSize(5);
  }
}
