package com.huleedu.ras.bootstrap.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every setting with every kind of wrong value: whatever is said of it, or shown of what was
 * accepted, holds no secret (guarantees, G13).
 */
class SecretsOfSettingsTest {
  private static final String SECRET = "s3cr3t-and-longer";

  /** Of the user part of a URL all is secret, the name too: a token may stand in its place. */
  private static final List<String> USER_PARTS =
      List.of(
          SECRET,
          SECRET + ":" + SECRET,
          ":" + SECRET,
          "u:" + SECRET + "/" + SECRET,
          "u:12/" + SECRET,
          "u:12/3?" + SECRET,
          "u:12/3?" + SECRET + "=" + SECRET,
          "u:12/3?timeout=" + SECRET,
          "u:12/3?sslmode=" + SECRET,
          "u:12/3?a&" + SECRET,
          "u:12?" + SECRET,
          "u:12#" + SECRET,
          "u:12/3#" + SECRET,
          "u:" + SECRET + "@" + SECRET,
          "u:12@h/" + SECRET,
          "u:" + SECRET + "%zz",
          "u:" + SECRET + "%",
          "u:" + SECRET + " " + SECRET,
          "u:" + SECRET + "\n",
          "u:[" + SECRET,
          "u:" + SECRET + "\\",
          "ü:" + SECRET);

  private static final Map<String, String> RIGHT =
      Map.of(
          "DATABASE_URL", "postgresql://db/ras",
          "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
          "REDIS_URL", "redis://cache:6379/0",
          "INTERNAL_API_KEY", "a-key-that-is-fine");

  private static List<String> wrongValues() {
    List<String> values = new ArrayList<>();
    for (String scheme :
        List.of("postgresql", "postgresql+asyncpg", "jdbc:postgresql", "redis", "rediss", "http")) {
      for (String user : USER_PARTS) {
        for (String rest : List.of("h:1/2", "h/2?x=1", "h:port/2", "h", "")) {
          values.add(scheme + "://" + user + "@" + rest);
        }
        values.add(scheme + ":" + user + "@h/2");
      }
      for (String tail : List.of("", "&x=%zz", "#y", "&password=" + SECRET, "&" + SECRET)) {
        values.add(scheme + "://h/x?user=" + SECRET + "&password=" + SECRET + tail);
      }
      values.add(scheme + "://:" + SECRET);
      values.add(scheme + "://" + SECRET + ":" + SECRET + "/2");
      values.add(scheme + "://h/x?password=12#" + SECRET);
      values.add(scheme + "://h/x?passwort=" + SECRET);
      values.add(scheme + "://h/x?sslpassword=" + SECRET);
    }
    Stream.of(
            "{\"%s\": \"api-gateway-service\"}", "{\"api-gateway-service\": \"%s\"", "[\"%s\", 2]")
        .map(form -> form.formatted(SECRET))
        .forEach(values::add);
    Stream.of("\u0001", " é", "=", ",,;", ";x", "{}", "'").forEach(end -> values.add(SECRET + end));
    return values;
  }

  /** Names of things: whatever is well formed there may be one, and is no secret. */
  private static boolean mayBeShown(String key, String value) {
    return key.equals("KAFKA_CONSUMER_GROUP_ID") && !value.contains("://");
  }

  private static List<String> names() {
    return Setting.all().stream().map(Setting::name).toList();
  }

  @Test
  void noSettingSaysTheSecretThatItWasGiven() {
    List<String> keys = names();
    assertThat(keys).hasSizeGreaterThan(25);
    List<String> wrong = wrongValues();
    int number = 0;
    for (String key : keys) {
      for (String value : wrong) {
        // Every third with another setting each time; all of them in the long form.
        boolean chosen = Boolean.getBoolean("ras.long") || number++ % 3 == 0;
        if (chosen && !mayBeShown(key, value)) {
          assertThat(said(key, value)).as("%s=%s", key, value).doesNotContain("s3cr3t");
        }
      }
    }
  }

  @Test
  void neitherDoesOneThatIsReadFromAFile(@TempDir Path directory) throws IOException {
    for (String key : names()) {
      assertThat(said(key + "_FILE", SECRET))
          .contains(key + "_FILE names")
          .doesNotContain("s3cr3t");
      assertThat(said(key + "_FILE", "/" + SECRET)).doesNotContain("s3cr3t");
      Path file = directory.resolve(key);
      Files.writeString(file, "redis://" + SECRET + ":" + SECRET + "/@h");
      assertThat(said(key + "_FILE", file.toString())).doesNotContain("s3cr3t");
    }
  }

  /** The search finds what it is for: what is no secret is said. */
  @Test
  void whatIsSaidIsSeen() {
    assertThat(said("PORT", "s3cr3t")).contains("PORT has to be", "s3cr3t");
    assertThat(said("KAFKA_TOPIC_PHASE_OUTCOME", "s3cr3t")).contains("s3cr3t");
  }

  /** Everything that could be printed: the failure with its stack, or the configuration. */
  private static String said(String key, String value) {
    Map<String, String> environment = new HashMap<>(RIGHT);
    environment.remove(key.replaceFirst("_FILE$", ""));
    environment.put(key, value);
    StringWriter all = new StringWriter();
    PrintWriter out = new PrintWriter(all);
    try {
      ConfigurationReader reader = new ConfigurationReader(new Settings(environment));
      out.println(reader.read());
      out.println(reader.warnings());
    } catch (RuntimeException wrong) {
      wrong.printStackTrace(out);
    }
    out.println(EffectiveConfiguration.of(environment));
    return all.toString();
  }
}
