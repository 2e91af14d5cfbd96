package com.huleedu.ras.bootstrap.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.MisconfiguredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "DATABASE_URL", "postgresql://ras:pa%40ss@db:5433/ras",
              "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
              "REDIS_URL", "redis://cache:6379/0",
              "INTERNAL_API_KEY", "the-secret-key-of-ras"));

  private RasConfiguration read() {
    return RasConfiguration.fromEnvironment(environment);
  }

  @Test
  void theDefaultsAreThoseOfTheContract() {
    RasConfiguration configuration = read();

    assertThat(configuration.http().host()).isEqualTo("0.0.0.0");
    assertThat(configuration.http().port()).isEqualTo(4003);
    assertThat(configuration.http().metricsPort()).isEqualTo(9096);
    assertThat(configuration.http().adminPort()).isEqualTo(4004);
    assertThat(configuration.http().adminHost()).isEqualTo("127.0.0.1");
    assertThat(configuration.http().access().serviceIds())
        .containsExactlyInAnyOrder("api-gateway-service", "admin-dashboard-service");
    assertThat(configuration.kafka().bootstrapServers()).isEqualTo("kafka:9092");
    assertThat(configuration.kafka().groupInstanceId()).isEmpty();
    assertThat(configuration.kafka().groupId()).isEqualTo("result-aggregator-group");
    assertThat(configuration.kafka().startAtBeginning()).isTrue();
    assertThat(configuration.kafka().sessionTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(configuration.kafka().topics())
        .hasSize(11)
        .contains(
            "huleedu.batch.essays.registered.v1",
            "huleedu.essay.spellcheck.completed.v1",
            "huleedu.cj_assessment.completed.v1",
            "huleedu.els.batch_phase.outcome.v1",
            "huleedu.els.batch.phase.outcome.v1");
    assertThat(configuration.redis().orElseThrow().cacheTtl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(configuration.redis().orElseThrow().eventTtl()).isEqualTo(Duration.ofDays(1));
    assertThat(configuration.redis().orElseThrow().keepDeadLetterCopies()).isTrue();
    assertThat(configuration.cacheEnabled()).isTrue();
  }

  @Test
  void everyMistakeIsNamedAtOnceAndNoSecretIs() {
    environment.remove("KAFKA_BOOTSTRAP_SERVERS");
    environment.put("INTERNAL_API_KEY", " ");
    environment.put("DATABASE_URL", "mysql://ras:hush-hush@db/ras");
    environment.put("PORT", "http");
    environment.put("METRICS_PORT", "70000");
    environment.put("CACHE_ENABLED", "perhaps");
    environment.put("KAFKA_AUTO_OFFSET_RESET", "middle");
    environment.put("REDIS_URL", "http://:hush-hush@cache");
    environment.put("LOG_LEVEL", "LOUD");
    environment.put("REDIS_CACHE_TTL_SECONDS", "0");

    assertThatThrownBy(this::read)
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContainingAll(
            "10 mistakes",
            "KAFKA_BOOTSTRAP_SERVERS is not set",
            "INTERNAL_API_KEY is not set",
            "DATABASE_URL",
            "PORT has to be a whole number from 0 to 65535, not http",
            "METRICS_PORT",
            "CACHE_ENABLED has to be one of true, false, not perhaps",
            "KAFKA_AUTO_OFFSET_RESET has to be one of earliest, latest, not middle",
            "REDIS_URL",
            "LOG_LEVEL has to be one of",
            "REDIS_CACHE_TTL_SECONDS")
        .message()
        .doesNotContain("hush-hush");
  }

  @Test
  void aValueMayComeFromAFile(@TempDir Path directory) throws IOException {
    Path secret = Files.writeString(directory.resolve("key"), "the-key-from-the-file\n");
    environment.remove("INTERNAL_API_KEY");
    environment.put("INTERNAL_API_KEY_FILE", secret.toString());
    environment.put("INTERNAL_API_KEY_PREVIOUS", "the-old-one-before");

    assertThat(read().http().access().sharedKeys())
        .containsExactly("the-key-from-the-file", "the-old-one-before");

    environment.put("INTERNAL_API_KEY", "the-key-given-directly");
    assertThatThrownBy(this::read).hasMessageContaining("are both set");
    environment.remove("INTERNAL_API_KEY");
  }

  /** Not that it is not set, too: that would be a second mistake of the same setting. */
  @Test
  void ofAFileThatHoldsNoValueTheReasonIsSaidAndNothingElse(@TempDir Path directory)
      throws IOException {
    Path latin = Files.write(directory.resolve("latin"), new byte[] {'k', (byte) 0xfc, 'y', 's'});
    environment.remove("INTERNAL_API_KEY");

    assertThat(mistakeOfFile(directory.resolve("absent").toString()))
        .contains("can't be read (there is none)");
    assertThat(mistakeOfFile(latin.toString())).contains("can't be read (it is not UTF-8)");
    assertThat(mistakeOfFile("a\0b")).contains("can't be read (that is no path)");
    assertThat(mistakeOfFile(directory.toString())).contains("can't be read (IOException)");
    assertThat(mistakeOfFile(Files.writeString(directory.resolve("empty"), " \n").toString()))
        .contains("INTERNAL_API_KEY_FILE names a file that is empty");
  }

  private String mistakeOfFile(String path) {
    environment.put("INTERNAL_API_KEY_FILE", path);
    Settings settings = new Settings(environment);
    assertThat(settings.required("INTERNAL_API_KEY", "a key")).isEmpty();
    assertThat(settings.mistakes()).hasSize(1);
    return settings.mistakes().getFirst();
  }

  @Test
  void anInstanceHasTheNameThatItIsGiven() {
    environment.put("KAFKA_GROUP_INSTANCE_ID", "ras-0");
    assertThat(read().kafka().groupInstanceId()).contains("ras-0");
  }

  @Test
  void aNumberMayBeTheLeastAndTheMost() {
    environment.put("PORT", "65535");
    environment.put("METRICS_PORT", "0");
    assertThat(read().http().port()).isEqualTo(65_535);
    assertThat(read().http().metricsPort()).isZero();

    environment.put("PORT", "65536");
    assertThatThrownBy(this::read).hasMessageContaining("PORT has to be a whole number from 0");
  }

  @ParameterizedTest
  @CsvSource({
    "METRICS_PORT, 4003, PORT",
    "ADMIN_PORT, 4003, PORT",
    "ADMIN_PORT, 9096, METRICS_PORT"
  })
  void noTwoPortsMayBeTheSame(String key, String port, String other) {
    environment.put(key, port);
    assertThatThrownBy(this::read)
        .hasMessageContainingAll("1 mistake:", "- " + other + " and " + key + " are both " + port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DEBUG", "debug"})
  void theLevelOfTheLogIsTheOneThatIsSet(String level) {
    assertThat(new Settings(Map.of("LOG_LEVEL", level)).logLevel("INFO")).isEqualTo("DEBUG");
    assertThat(new Settings(Map.of()).logLevel("WARN")).isEqualTo("WARN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a,b , c", "[\"a\", \"b\",\"c\"]"})
  void servicesMayBeAListOfJsonOrSeparatedByCommas(String list) {
    environment.put("ALLOWED_SERVICE_IDS", list);

    assertThat(read().http().access().serviceIds()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void keysMayBelongToOneServiceAndThenNoSharedOneIsNeeded() {
    environment.put(
        "SERVICE_API_KEYS",
        "{\"api-gateway-service\":\"own-key-number-1\",\"admin-dashboard-service\":[\"own-key-number-2\",\"own-key-number-3\"]}");
    assertThat(read().http().access().ownKeys())
        .isEqualTo(
            Map.of(
                "api-gateway-service",
                List.of("own-key-number-1"),
                "admin-dashboard-service",
                List.of("own-key-number-2", "own-key-number-3")));
    assertThat(read().toString()).doesNotContain("own-key");

    environment.remove("INTERNAL_API_KEY");
    assertThat(read().http().access().sharedKeys()).isEmpty();

    environment.put("SERVICE_API_KEYS", "{\"api-gateway-service\":\"own-key-number-1\"}");
    assertThatThrownBy(this::read)
        .hasMessageContainingAll("1 mistake:", "INTERNAL_API_KEY is not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hush",
        "[\"hush\"]",
        "{\"api-gateway-service\":7}",
        "{\"api-gateway-service\":[]}",
        "{\"api-gateway-service\":[[\"hush\"]]}",
        "{\"api-gateway-service\":\" hush\"}",
        "{\"api-gateway-service\":\"hush\u0161\"}",
        "{\"api-gateway-service\":\"hush\",",
        "{\"stranger\":\"hush-hush-hush-hush\"}",
        "{\"api-gateway-service\":\"hsh\"}",
        "{\"api-gateway-service\":\"hush-hush-hush-hush\"} more",
        "{\"api-gateway-service\":\"hush-hush-hush-hush\",\"api-gateway-service\":\"hush-hush-hush-hush\"}"
      })
  void aWrongListOfKeysIsNamedAndNotShown(String keys) {
    environment.put("SERVICE_API_KEYS", keys);
    assertThatThrownBy(this::read)
        .hasMessageContainingAll("1 mistake:", "SERVICE_API_KEYS has")
        .hasMessageNotContaining("hush");
  }

  /** By its place, since a key may stand there by mistake. */
  @Test
  void aServiceThatIsNotAllowedIsSaidByItsNumber() {
    environment.put(
        "SERVICE_API_KEYS",
        "{\"api-gateway-service\":\"hush-hush-hush-hush\",\"stranger\":\"hush-hush-hush-hush\"}");
    assertThatThrownBy(this::read)
        .hasMessageContainingAll(
            "1 mistake:", "of a service that ALLOWED_SERVICE_IDS does not name: number 2");
  }

  @Test
  void aBadKeyABadServiceAndPortsThatClashAreNamedAtOnce() {
    environment.put("INTERNAL_API_KEY", "hush-hush-hush\nhush");
    environment.put("INTERNAL_API_KEY_PREVIOUS", "hüsh-hush-hush-hush");
    environment.put("ALLOWED_SERVICE_IDS", "good,bäd");
    environment.put("ADMIN_PORT", "4003");
    assertThatThrownBy(this::read)
        .hasMessageContainingAll(
            "4 mistakes:",
            "INTERNAL_API_KEY has to be of 4 printable",
            "INTERNAL_API_KEY_PREVIOUS has to be of 4 printable",
            "ALLOWED_SERVICE_IDS has to have names of letters, digits, '.', '_' and '-'; number 2",
            "PORT and ADMIN_PORT are both 4003")
        .hasMessageNotContainingAny("hush", "hüsh-hush-hush-hush");
  }

  @Test
  void withoutTheCacheNoRedisIsNeeded() {
    environment.remove("REDIS_URL");
    assertThatThrownBy(this::read).hasMessageContainingAll("1 mistake:", "REDIS_URL is not set");

    environment.put("CACHE_ENABLED", "false");
    assertThat(read().redis()).isEmpty();
  }

  @Test
  void settledDeadLettersStayForDaysOrForEver() {
    assertThat(read().deadLetterRetention()).contains(Duration.ofDays(90));

    environment.put("SETTLED_DEAD_LETTER_RETENTION_DAYS", "7");
    assertThat(read().deadLetterRetention()).contains(Duration.ofDays(7));

    environment.put("SETTLED_DEAD_LETTER_RETENTION_DAYS", "0");
    assertThat(read().deadLetterRetention()).isEmpty();

    environment.put("SETTLED_DEAD_LETTER_RETENTION_DAYS", "-1");
    assertThatThrownBy(this::read)
        .hasMessageContainingAll(
            "1 mistake:",
            "SETTLED_DEAD_LETTER_RETENTION_DAYS has to be a whole number from 0 to 36500, not -1");
  }

  @Test
  void noMistakeHidesAnother() {
    environment.put("DATABASE_POOL_SIZE", "many");
    environment.put("DATABASE_URL", "mysql://db/ras");
    environment.put("KAFKA_MAX_POLL_RECORDS", "none");
    environment.put("KAFKA_TOPIC_PHASE_OUTCOME", "huleedu.batch.essays.registered.v1");

    assertThatThrownBy(this::read)
        .hasMessageContainingAll(
            "4 mistakes:",
            "DATABASE_POOL_SIZE",
            "DATABASE_URL",
            "KAFKA_MAX_POLL_RECORDS",
            "KAFKA_TOPIC_BATCH_REGISTERED and KAFKA_TOPIC_PHASE_OUTCOME both name");
  }

  @Test
  void noSecretIsPrinted() {
    assertThat(read().toString()).doesNotContain("the-secret-key-of-ras", "pa@ss", "pa%40ss");
  }
}
