package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.WrongPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees who starts the service with something wrong: one clear message. */
class StartFailureTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "HOST", "127.0.0.1",
              "METRICS_PORT", "0",
              "DATABASE_URL", EmbeddedServers.postgres().createDatabase("start"),
              "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
              "REDIS_URL", "redis://127.0.0.1:1",
              "INTERNAL_API_KEY", Deployment.API_KEY));

  private String failsWith(int code, String... arguments) {
    try (ServiceProcess service = ServiceProcess.start(environment, arguments)) {
      assertThat(service.exitCode()).as(service.output()).isEqualTo(code);
      assertThat(service.output())
          .doesNotContain("\tat ", "Exception in thread", Deployment.API_KEY, "wrong-password");
      return service.output();
    }
  }

  @Test
  void aMissingKeyAndOneOfTheWrongKind() {
    environment.remove("INTERNAL_API_KEY");
    environment.put("DATABASE_POOL_SIZE", "many");

    assertThat(failsWith(2))
        .contains(
            "RAS cannot start", "2 mistakes", "INTERNAL_API_KEY is not set", "DATABASE_POOL_SIZE")
        // Who reads the log alone has to see it as well.
        .containsPattern(
            "\\{\"@timestamp\".*\"message\":\"RAS cannot start.*INTERNAL_API_KEY.*\"level\":\"ERROR\"");
  }

  @Test
  void aTakenPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("PORT", String.valueOf(taken.getLocalPort()));

      assertThat(failsWith(2)).contains("RAS cannot start", "PORT", "" + taken.getLocalPort());
    }
  }

  /** Nobody else looks for it; the start ends at the port, which is asked for later. */
  @Test
  void whatTheConfigurationWarnsOfIsInTheLog() throws IOException {
    environment.put("INTERNAL_API_KEY", "weak-secret");
    environment.put("STORE_POISON_PILLS", "false");
    environment.put("POISON_PILL_TTL_SECONDS", "60");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("PORT", String.valueOf(taken.getLocalPort()));

      assertThat(failsWith(2))
          .containsPattern("\"message\":\"INTERNAL_API_KEY has a key of fewer.*\"level\":\"WARN\"")
          .containsPattern("\"message\":\"POISON_PILL_TTL_SECONDS is not used.*\"level\":\"WARN\"")
          .doesNotContain("weak-secret");
    }
  }

  @Test
  void aWrongPassword() {
    URI url = URI.create(environment.get("DATABASE_URL").substring("jdbc:".length()));
    environment.put(
        "DATABASE_URL",
        "postgresql://nobody:wrong-password@%s:%d%s"
            .formatted(url.getHost(), url.getPort(), url.getPath()));

    assertThat(failsWith(2)).contains("RAS cannot start", "nobody");
    assertThat(failsWith(2, "migrate")).contains("ras migrate cannot run", "nobody");
  }

  @Test
  void aDatabaseThatDoesNotExist() {
    environment.put(
        "DATABASE_URL", environment.get("DATABASE_URL").replaceFirst("/[^/?]*\\?", "/absent?"));

    assertThat(failsWith(2)).contains("RAS cannot start", "absent");
  }

  @Test
  void anUnknownCommand() {
    assertThat(failsWith(2, "dance")).contains("There is no command dance", "Usage:");
  }

  @Test
  void aClosedPortOfTheDatabaseIsWaitedForPatientlyAndSaidSo() {
    environment.put("DATABASE_URL", "postgresql://ras:x@127.0.0.1:1/ras");
    try (ServiceProcess service = ServiceProcess.start(environment)) {
      service.awaitOutput("Will try again to reach PostgreSQL");
      assertThat(service.isRunning()).isTrue();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(service.get("/readyz"))
                  .contains("503", "starting: PostgreSQL is unavailable", "127.0.0.1:1 refused"));
      assertThat(service.stop()).isEqualTo(143);
      assertThat(service.output())
          .contains("\"Stopped\"")
          .doesNotContain("RAS failed", "\"ERROR\"");
    }
    assertThat(failsWith(1, "migrate")).contains("ras migrate failed", "PostgreSQL", "127.0.0.1:1");
  }

  /** Kafka's client would believe that HTTP is a length of 1.2 GB. */
  @ParameterizedTest
  @ValueSource(strings = {"DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS", "REDIS_URL"})
  void aServerOfAnotherKind(String setting) {
    try (WrongPeer http = WrongPeer.http(0)) {
      environment.computeIfPresent(
          setting, (_, url) -> url.replaceFirst("(localhost|127.0.0.1):\\d+", http.address()));

      assertThat(failsWith(2))
          .contains("RAS cannot start", http.address() + " (" + setting + ") answers HTTP")
          .doesNotContain("OutOfMemory");
    }
  }

  @Test
  void withoutKafkaAndRedisTheServiceAnswersAndSaysThatItIsNotReady() {
    try (ServiceProcess service = ServiceProcess.start(environment)) {
      service.awaitOutput("Serving on port");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(service.get("/readyz"))
                  .contains("503", "127.0.0.1:1 (KAFKA_BOOTSTRAP_SERVERS) refuses"));
      assertThat(service.get("/healthz")).contains("200", "healthy");
      assertThat(service.get("/internal/v1/batches/none/status"))
          .contains("404", "Batch not found");
    }
  }
}
