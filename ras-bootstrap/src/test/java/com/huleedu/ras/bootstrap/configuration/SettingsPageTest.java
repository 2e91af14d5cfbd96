package com.huleedu.ras.bootstrap.configuration;

import static com.huleedu.ras.architecture.Repository.ROOT;
import static com.huleedu.ras.architecture.Repository.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.bootstrap.configuration.Setting.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of settings, and the page that is written from it. */
class SettingsPageTest {
  private static final String HEAD =
      "| key | default | in `ras.yaml` | meaning |\n|---|---|---|---|\n";

  @Test
  void thePageHasEachSettingAsItIsListed() throws IOException {
    String page = read(ROOT.resolve("docs/configuration.md"));
    String first = replaced(page, "## Settings", setting -> !setting.section().encryption());
    String both = replaced(first, "### TLS and SASL", setting -> setting.section().encryption());

    Path received = Path.of("target", "received", "configuration.md");
    Files.createDirectories(received.getParent());
    Files.writeString(received, both);
    assertThat(page)
        .as("if it is meant to be so: cp ras-bootstrap/%s docs/configuration.md", received)
        .isEqualTo(both);
  }

  /** The page with the first table of a chapter as the list has it. */
  private static String replaced(String page, String chapter, Predicate<Setting> which) {
    int start = page.indexOf("\n|", page.indexOf("\n" + chapter + "\n")) + 1;
    int end = page.indexOf("\n\n", start) + 1;
    String rows =
        Setting.all().stream()
            .filter(which)
            .map(SettingsPageTest::row)
            .collect(Collectors.joining());
    return page.substring(0, start) + HEAD + rows + page.substring(end);
  }

  private static String row(Setting setting) {
    String otherwise = setting.otherwise().isEmpty() ? "–" : "`" + setting.otherwise() + "`";
    String path = setting.path().isEmpty() ? "–" : "`" + setting.path() + "`";
    return "| `%s` | %s | %s | %s |%n"
        .formatted(setting.name(), otherwise, path, setting.description());
  }

  @Test
  void theReadersAskForWhatIsListedAndNothingElse() {
    Settings settings =
        new Settings(
            Map.of(
                "DATABASE_URL", "postgresql://db/ras",
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "REDIS_URL", "redis://cache",
                "INTERNAL_API_KEY", "the-secret-key-of-ras"));
    ConfigurationReader reader = new ConfigurationReader(settings);
    reader.read();
    reader.readForRebuild();

    assertThat(Setting.all()).extracting(Setting::name).hasSameElementsAs(settings.asked());
  }

  @Test
  void noTwoHaveTheSameNameOrPlace() {
    List<Setting> all = Setting.all();

    assertThat(all).hasSizeGreaterThan(80);
    assertThat(all).extracting(Setting::name).doesNotHaveDuplicates();
    assertThat(all).extracting(Setting::path).doesNotHaveDuplicates();
  }

  @Test
  void everyDefaultIsOneOfTheValuesThatAreAccepted() {
    for (Setting setting : Setting.all()) {
      Setting.Accepts accepts = setting.accepts();
      if (accepts.form() == Form.NUMBER) {
        assertThat(Integer.parseInt(setting.otherwise()))
            .as(setting.name())
            .isBetween(accepts.min(), accepts.max());
      } else if (!accepts.words().isEmpty() && !setting.otherwise().isEmpty()) {
        assertThat(accepts.words()).as(setting.name()).contains(setting.otherwise());
      }
      assertThat(setting.secret() && !setting.otherwise().isEmpty()).as(setting.name()).isFalse();
    }
  }

  @Test
  void whatIsNamedLikeASecretIsOne() {
    assertThat(Setting.all())
        .filteredOn(setting -> setting.name().matches(".*(PASSWORD|SECRET|API_KEYS?|JAAS).*"))
        .hasSizeGreaterThan(10)
        .allMatch(Setting::secret);
  }
}
