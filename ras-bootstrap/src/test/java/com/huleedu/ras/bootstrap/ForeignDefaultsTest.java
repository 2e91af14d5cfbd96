package com.huleedu.ras.bootstrap;

import static com.huleedu.ras.architecture.Repository.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.architecture.Repository;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The service on a host whose language has digits of its own, whose zone PostgreSQL does not know,
 * and whose encoding is not UTF-8: what it writes is what every other instance writes.
 */
class ForeignDefaultsTest {
  private static final String FOREIGN =
      "-Duser.language=fa -Duser.country=IR -Duser.timezone=IST -Dfile.encoding=ISO-8859-1"
          + " -Dstdout.encoding=US-ASCII -Dstderr.encoding=US-ASCII";

  private static final Pattern MAIN =
      Pattern.compile("static void main\\(String\\[] \\w+\\)[^{]*\\{\\s*(//.*\\s*)*(?<first>.*;)");

  @Test
  void theServiceStartsAndItsKeysAreThoseOfEveryOther() {
    Deployment deployment = new Deployment("foreign").with("JAVA_TOOL_OPTIONS", FOREIGN);
    String user = deployment.group();
    try (ServiceProcess service = ServiceProcess.start(deployment.environment()).awaitReady();
        RedisClient client = RedisClient.create(EmbeddedServers.redis().uri());
        var connection = client.connect()) {
      assertThat(new Api(service.port()).batchesOf(user, "?limit=20").body())
          .contains("\"limit\":20,\"offset\":0,\"total\":0");
      assertThat(connection.sync().exists("ras:user:" + user + ":batches:20:0:all")).isEqualTo(1);
      service.stop();
      assertThat(service.output()).containsPattern("\"@timestamp\":\"[0-9T:.-]+Z\"");
    }
  }

  @Test
  void whatIsSaidIsInUtf8() {
    Deployment deployment = new Deployment("foreign").with("JAVA_TOOL_OPTIONS", FOREIGN);
    deployment.with("DATABASE_URL", "nothing");
    try (ServiceProcess service = ServiceProcess.start(deployment.environment(), "audit")) {
      assertThat(service.exitCode()).isEqualTo(2);
      assertThat(service.output()).contains("postgresql+asyncpg://\u2026");
    }
  }

  @Test
  void everyMainBeginsWithNeutralDefaults() {
    List<String> mains = new ArrayList<>();
    for (Path source : Repository.sources("ras-")) {
      var main = MAIN.matcher(read(source));
      if (main.find()) {
        mains.add(source.getFileName() + ": " + main.group("first").strip());
      }
    }
    // Who runs Kafka alone can't know the bootstrap.
    String kafka = "KafkaMain.java: Locale.setDefault(Locale.ROOT);";
    assertThat(mains).contains(kafka).hasSizeGreaterThan(3);
    assertThat(mains)
        .filteredOn(main -> !main.equals(kafka))
        .allMatch(main -> main.endsWith(": NeutralDefaults.set();"));
  }
}
