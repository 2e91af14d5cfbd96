package com.huleedu.ras.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.embedded.EmbeddedServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar of the service as it is shipped, with the libraries beside it and nothing else; in this
 * module, since it is built after that jar.
 */
class PackagedServiceTest {
  /** Of a start beside other tests; how long it takes is the benchmark's to say. */
  private static final Duration LONG = Duration.ofMinutes(3);

  private static final Path JAR = Path.of("..", "ras-bootstrap", "target", "ras-bootstrap.jar");

  @TempDir private Path directory;

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    assertThat(JAR).as("built by mvn package, or ./ras test").exists();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(java, "-XX:TieredStopAtLevel=1", "-jar", JAR.toString()),
                    Stream.of(arguments))
                .toList());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void withoutSettingsItSaysWhichAreMissing() throws Exception {
    Process process = start(Map.of());

    assertThat(process.waitFor(LONG)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(output())
        .contains("DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS", "REDIS_URL", "INTERNAL_API_KEY")
        .doesNotContain("\tat ");
  }

  @Test
  void itServesAndStops() throws Exception {
    int port = freePort();
    Map<String, String> environment = new HashMap<>();
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", String.valueOf(port));
    environment.put("METRICS_PORT", "0");
    environment.put("ADMIN_PORT", "0");
    environment.put("DATABASE_URL", EmbeddedServers.postgres().createDatabase("packaged"));
    environment.put("KAFKA_BOOTSTRAP_SERVERS", EmbeddedServers.kafka().bootstrapServers());
    environment.put("REDIS_URL", EmbeddedServers.redis().uri());
    environment.put("INTERNAL_API_KEY", "the-key-of-this-test");
    EmbeddedServers.kafka().createTopics(Topics.DEFAULT.names(), 1);
    Process migration = start(environment, "migrate");
    assertThat(migration.waitFor(LONG)).isTrue();
    assertThat(migration.exitValue()).as(output()).isZero();

    Process service = start(environment);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).build();
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(
              () -> client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
      service.destroy();
      assertThat(service.waitFor(15, TimeUnit.SECONDS)).isTrue();
      assertThat(output()).contains("Stopped");
    } finally {
      service.destroyForcibly();
    }
  }
}
