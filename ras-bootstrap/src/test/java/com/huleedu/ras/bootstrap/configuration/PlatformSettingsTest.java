package com.huleedu.ras.bootstrap.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fits the service to a platform of one generation or of both. */
class PlatformSettingsTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "DATABASE_URL",
              "postgresql://db/ras",
              "KAFKA_BOOTSTRAP_SERVERS",
              "kafka:9092",
              "REDIS_URL",
              "redis://cache",
              "INTERNAL_API_KEY",
              "the-secret-key-of-ras"));

  private RasConfiguration read() {
    return RasConfiguration.fromEnvironment(environment);
  }

  @Test
  void withoutARegistrationNothingBecomesVisibleAndThatIsSaid() {
    environment.put("KAFKA_TOPIC_BATCH_REGISTERED", "");
    ConfigurationReader reader = new ConfigurationReader(new Settings(environment));

    assertThat(reader.read().kafka().essential()).isEmpty();
    assertThat(reader.warnings())
        .containsExactly("KAFKA_TOPIC_BATCH_REGISTERED names no topic: no batch becomes visible");
    assertThat(reader.read().kafka().topics()).isNotEmpty();
  }

  @Test
  void todaysTopicsAreConsumedByDefault() {
    assertThat(read().kafka().topics())
        .contains(
            "huleedu.els.batch.phase.outcome.v1",
            "huleedu.essay.spellcheck.results.v1",
            "huleedu.assessment.result.published.v1",
            "huleedu.cj_assessment.failed.v1",
            "huleedu.els.essay.slot.assigned.v1",
            "huleedu.batch.pipeline.completed.v1",
            "huleedu.file.essay.validation.failed.v1");
  }

  @Test
  void theTopicsOfRegistrationsAreTheEssentialOnes() {
    environment.put("KAFKA_TOPIC_BATCH_REGISTERED", "one,two");

    assertThat(read().kafka().essential()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void aSettingHoldsSeveralTopicsOneOrNone() {
    environment.put("KAFKA_TOPIC_PHASE_OUTCOME", " one , two,one");
    environment.put("KAFKA_TOPIC_SPELLCHECK_COMPLETED", "");
    environment.put("KAFKA_TOPIC_CJ_ASSESSMENT_COMPLETED", "cj");

    assertThat(read().topics().of(EventKind.PHASE_OUTCOME)).containsExactly("one", "two");
    assertThat(read().topics().of(EventKind.SPELLCHECK_COMPLETED)).isEmpty();
    assertThat(read().kafka().topics())
        .contains("huleedu.batch.essays.registered.v1", "one", "two", "cj")
        .doesNotContain("huleedu.essay.spellcheck.completed.v1", "");
  }

  @Test
  void whereNoSettingHoldsATopicNothingCouldBeConsumed() {
    Topics.DEFAULT.settings().keySet().forEach(key -> environment.put(key, " "));

    assertThatThrownBy(this::read).hasMessageContaining("none of the settings names a topic");
  }

  @Test
  void theKeyMayHaveTheNameThatThePlatformGivesIt(@TempDir Path directory) throws IOException {
    environment.remove("INTERNAL_API_KEY");
    environment.put("HULEEDU_INTERNAL_API_KEY", "the-key-of-the-platform");
    assertThat(read().http().access().sharedKeys()).containsExactly("the-key-of-the-platform");

    Path same = Files.writeString(directory.resolve("same"), "the-key-of-the-platform\n");
    environment.put("INTERNAL_API_KEY_FILE", same.toString());
    assertThat(read().http().access().sharedKeys()).containsExactly("the-key-of-the-platform");

    Files.writeString(same, "another-key-of-the-service");
    assertThatThrownBy(this::read)
        .hasMessageContaining(
            "INTERNAL_API_KEY and HULEEDU_INTERNAL_API_KEY are both set, and differ")
        .message()
        .doesNotContain("another-key", "the-key-of");

    Path absent = directory.resolve("absent");
    environment.put("INTERNAL_API_KEY_FILE", absent.toString());
    assertThatThrownBy(this::read).hasMessageContaining("1 mistake:");
  }

  @Test
  void theNamesOfStatusesAreThePublicOnesUnlessAskedFor() {
    assertThat(read().internalStatusNames()).isFalse();
    environment.put("API_STATUS_NAMES", "Internal");
    assertThat(read().internalStatusNames()).isTrue();
    environment.put("API_STATUS_NAMES", "private");
    assertThatThrownBy(this::read)
        .hasMessageContaining("API_STATUS_NAMES has to be one of public, internal, not private");
  }
}
