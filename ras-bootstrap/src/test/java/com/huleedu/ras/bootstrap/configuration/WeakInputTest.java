package com.huleedu.ras.bootstrap.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.MisconfiguredException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that would be taken without a word, and mean nothing, or something else. */
class WeakInputTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "DATABASE_URL", "postgresql://ras:pass@db/ras",
              "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
              "REDIS_URL", "redis://cache:6379/0",
              "INTERNAL_API_KEY", "the-secret-key-of-ras"));

  private RasConfiguration read() {
    return RasConfiguration.fromEnvironment(environment);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTERNAL_API_KEY|a",
        "INTERNAL_API_KEY|key",
        "INTERNAL_API_KEY_PREVIOUS|key",
        "SERVICE_API_KEYS|{\"api-gateway-service\": \"key\"}",
        "ALLOWED_SERVICE_IDS|{}",
        "ALLOWED_SERVICE_IDS|[]",
        "ALLOWED_SERVICE_IDS|[1,2]",
        "ALLOWED_SERVICE_IDS|[\"a\",2]",
        "ALLOWED_SERVICE_IDS|[\"a\"",
        "ALLOWED_SERVICE_IDS|[\"a\"] b",
        "ALLOWED_SERVICE_IDS|[\"\"]",
        "ALLOWED_SERVICE_IDS|,",
        "ALLOWED_SERVICE_IDS|a b; c",
        "ALLOWED_SERVICE_IDS|\"a\"",
        "KAFKA_TOPIC_PHASE_OUTCOME|a,,b",
        "KAFKA_TOPIC_PHASE_OUTCOME|a,b c",
        "KAFKA_TOPIC_PHASE_OUTCOME|,",
        "KAFKA_TOPIC_PHASE_OUTCOME|a b",
        "KAFKA_TOPIC_PHASE_OUTCOME|tøpic",
        "KAFKA_TOPIC_BATCH_REGISTERED|.",
        "KAFKA_TOPIC_SPELLCHECK_COMPLETED|..",
        "KAFKA_TOPIC_CJ_ASSESSMENT_COMPLETED|a/b",
        "KAFKA_GROUP_INSTANCE_ID|a,b",
        "KAFKA_CONSUMER_GROUP_ID|http://a",
        "KAFKA_BOOTSTRAP_SERVERS|kafka",
        "KAFKA_BOOTSTRAP_SERVERS|kafka:9092;other:9092",
        "KAFKA_BOOTSTRAP_SERVERS|me:pass@kafka:9092",
        "HOST|http://0.0.0.0",
        "ADMIN_HOST|a b",
        "ADMIN_PORT|tcp://10.0.0.1:4004",
        "LOG_LEVEL|LOUD",
      })
  void isRefusedByName(String key, String value) {
    environment.put(key, value);
    assertThatThrownBy(this::read)
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContainingAll("1 mistake:", "- " + key + " has ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTERNAL_API_KEY|four",
        "INTERNAL_API_KEY_PREVIOUS|fifteen-letters",
        "SERVICE_API_KEYS|{\"api-gateway-service\": \"fifteen-letters\"}",
      })
  void aShortKeyIsTakenWithAWarningThatDoesNotShowIt(String key, String value) {
    environment.put(key, value);
    assertThat(warnings())
        .singleElement()
        .asString()
        .startsWith(key + " has a key of fewer than 16")
        .doesNotContain("four", "letters");
  }

  @Test
  void aKeyThatIsJustLongEnoughIsNoWarning() {
    environment.put("INTERNAL_API_KEY", "sixteen-letters.");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aTopicThatIsTooLongForKafkaIsRefused() {
    environment.put("KAFKA_TOPIC_PHASE_OUTCOME", "a".repeat(249));
    assertThatCode(this::read).doesNotThrowAnyException();
    environment.put("KAFKA_TOPIC_PHASE_OUTCOME", "a".repeat(250));
    assertThatThrownBy(this::read)
        .hasMessageContaining("KAFKA_TOPIC_PHASE_OUTCOME has to be names");
  }

  @Test
  void aPortThatKubernetesSetIsSaidToBeOne() {
    environment.put("ADMIN_PORT", "tcp://10.0.0.1:4004");
    assertThatThrownBy(this::read).hasMessageContaining("enableServiceLinks");
  }

  @Test
  void aLevelOfTheLogIsRefusedByTheOtherCommandsToo() {
    environment.put("LOG_LEVEL", "LOUD");
    assertThatThrownBy(() -> RebuildConfiguration.fromEnvironment(environment))
        .hasMessageContaining("LOG_LEVEL has to be one of");
  }

  @ParameterizedTest
  @CsvSource({
    "KAFKA_TOPIC_PHASE_OUTCOMES, KAFKA_TOPIC_PHASE_OUTCOME",
    "KAFKA_TOPIC_PHASE_OUTCOMES_FILE, KAFKA_TOPIC_PHASE_OUTCOME",
    "DATABASE_POLL_SIZE, DATABASE_POOL_SIZE",
    "KAFKA_MAX_POLL_RECORD, KAFKA_MAX_POLL_RECORDS",
    "INTERNAL_API_KEY_PREVOIUS, INTERNAL_API_KEY_PREVIOUS",
    "ALLOWED_SERVICES_IDS, ALLOWED_SERVICE_IDS",
    "CACHE_ENABLE, CACHE_ENABLED",
    "cache_enabled, CACHE_ENABLED",
    "LOGLEVEL, LOG_LEVEL",
    "METRIC_PORT, METRICS_PORT",
    "port, PORT",
    // Near to two settings: the nearer one is meant.
    "ADMIN_ORT, ADMIN_PORT",
    "ADMIN_OST, ADMIN_HOST",
  })
  void aNameThatIsNearlyThatOfASettingIsAMistake(String name, String meant) {
    environment.put(name, "s3cr3t");
    assertThatThrownBy(this::read)
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining(name + " is not a setting; did you mean " + meant + "?")
        .hasMessageNotContaining("s3cr3t");
    assertThatThrownBy(() -> RebuildConfiguration.fromEnvironment(environment))
        .hasMessageContaining("did you mean " + meant);
  }

  @Test
  void aNameThatBeginsLikeASettingIsWorthAWarningAndSoIsASecondSpelling() {
    environment.put("REDIS_URI", "redis://:s3cr3t@h");
    environment.put("KAFKA_TOPIC_PHASES", "a");
    environment.put("DATABASE_PASSWORD", "s3cr3t");
    assertThat(warnings())
        .containsExactlyInAnyOrder(
            "REDIS_URI is not a setting of RAS, REDIS_URL is",
            "KAFKA_TOPIC_PHASES is not a setting of RAS",
            "DATABASE_PASSWORD is not a setting of RAS, DATABASE_SSLPASSWORD is");

    ConfigurationReader rebuild = new ConfigurationReader(new Settings(environment));
    rebuild.readForRebuild();
    assertThat(rebuild.warnings()).hasSize(3);
  }

  @Test
  void whatOthersSetInAContainerIsNoMistakeAndNoWarning() {
    List.of(
            "PATH",
            "HOSTNAME",
            "POST",
            "PORTS",
            "KAFKA_HOME",
            "KAFKA_HEAP_OPTS",
            "KAFKA_PORT",
            "KAFKA_SERVICE_HOST",
            "KAFKA_SERVICE_PORT_CLIENTS",
            "KAFKA_BOOTSTRAP_PORT_9092_TCP_ADDR",
            "REDIS_PORT",
            "REDIS_PORT_6379_TCP",
            "REDIS_PORT_6379_TCP_PROTO",
            "DATABASE_SERVICE_PORT",
            "RAS_JAVA_OPTS",
            "JAVA_TOOL_OPTIONS")
        .forEach(name -> environment.put(name, "whatever"));
    assertThat(warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"KAFKA_SESSION_TIMEOUT_MS", "POISON_PILL_TTL_SECONDS"})
  void whatAnotherSettingLeavesWithoutUseIsWorthAWarning(String key) {
    environment.put(key, "6000");
    assertThat(warnings()).isEmpty();
    environment.put("KAFKA_GROUP_PROTOCOL", "consumer");
    environment.put("STORE_POISON_PILLS", "false");
    assertThat(warnings()).hasSize(1).allMatch(line -> line.startsWith(key + " is not used: "));
  }

  @Test
  void whatIsForRedisIsOfNoUseWithoutIt() {
    environment.put("CACHE_ENABLED", "false");
    environment.put("REDIS_CACHE_TTL_SECONDS", "60");
    assertThat(warnings()).isEmpty();
    environment.remove("REDIS_URL");
    assertThat(warnings())
        .containsExactly("REDIS_CACHE_TTL_SECONDS is not used: there is no REDIS_URL");
  }

  private List<String> warnings() {
    ConfigurationReader reader = new ConfigurationReader(new Settings(environment));
    reader.read();
    return reader.warnings();
  }
}
