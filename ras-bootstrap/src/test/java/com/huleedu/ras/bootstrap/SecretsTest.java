package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.RedisServer;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * No key and no password, valid or tried, as it is or encoded, in anything that the service puts
 * out: its log at its most talkative, answers, problems, metrics, health, and what it says of wrong
 * settings (guarantees, G13).
 */
class SecretsTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void nothingThatARunningServicePutsOut() throws Exception {
    URI database = URI.create(EmbeddedServers.postgres().createDatabase("secrets").substring(5));
    try (RedisServer redis = RedisServer.start(null);
        FaultProxy way = FaultProxy.to(database.getPort())) {
      setPassword(redis);
      Deployment deployment = traceToNobody(new Deployment("secrets").with("LOG_LEVEL", "TRACE"));
      deployment
          .with("INTERNAL_API_KEY", Secrets.KEY)
          .with("INTERNAL_API_KEY_PREVIOUS", Secrets.PREVIOUS_KEY)
          .with(
              "DATABASE_URL",
              "postgresql://postgres:%s@127.0.0.1:%d%s"
                  .formatted(
                      Secrets.inUrl(Secrets.DATABASE_PASSWORD), way.port(), database.getPath()))
          .with(
              "REDIS_URL",
              redis.uri().replace("//", "//:" + Secrets.inUrl(Secrets.REDIS_PASSWORD) + "@"));
      List<String> answers = new ArrayList<>();
      try (ServiceProcess service = ServiceProcess.start(deployment.environment())) {
        service.awaitReady();
        answers.addAll(everything(service.port()));
        assertThat(answers).anyMatch(answer -> answer.startsWith("404"));
        way.refuse();
        redis.kill();
        answers.addAll(everything(service.port()));
        assertThat(answers).anyMatch(answer -> answer.startsWith("503"));
        service.awaitOutput("PostgreSQL");
        service.awaitOutput("Traces can't be sent");
        way.heal();
        service.stop();
        assertThat(service.output())
            .contains("\"DEBUG\"", "Starting RAS")
            .doesNotContain("io.opentelemetry")
            .containsOnlyOnce("Traces can't be sent");
        Secrets.assertNoneIn("the log", service.output());
        answers.forEach(answer -> Secrets.assertNoneIn("an answer", answer));
      }
    }
  }

  private static Deployment traceToNobody(Deployment deployment) {
    return deployment
        .with("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
        .with(
            "OTEL_EXPORTER_OTLP_HEADERS", "authorization=" + Secrets.inUrl(Secrets.COLLECTOR_TOKEN))
        .with("OTEL_BSP_SCHEDULE_DELAY", "100")
        .with("OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true");
  }

  private static void setPassword(RedisServer redis) {
    try (RedisClient admin = RedisClient.create(redis.uri());
        var connection = admin.connect()) {
      connection.sync().configSet("requirepass", Secrets.REDIS_PASSWORD);
    }
  }

  private List<String> everything(int port) throws IOException, InterruptedException {
    List<String> answers = new ArrayList<>();
    for (String path :
        List.of(
            "/internal/v1/batches/none/status",
            "/internal/v1/batches/user/u?limit=0",
            "/internal/v1/batches/user/u",
            "/internal/nothing",
            "/nothing",
            "/healthz",
            "/readyz",
            "/metrics")) {
      for (String key : List.of(Secrets.KEY, Secrets.PREVIOUS_KEY, Secrets.TRIED_KEY)) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Internal-API-Key", key)
                .header("X-Service-ID", Deployment.SERVICE_ID)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        answers.add(response.statusCode() + " " + response.headers().map() + " " + response.body());
      }
    }
    return answers;
  }

  @Test
  void nothingThatAServiceSaysThatCannotConnect() {
    URI database = URI.create(EmbeddedServers.postgres().createDatabase("secrets").substring(5));
    Map<String, String> environment = new HashMap<>(settings());
    environment.put("LOG_LEVEL", "TRACE");
    environment.put("METRICS_PORT", "0");
    environment.put("ADMIN_PORT", "0");
    environment.put(
        "DATABASE_URL",
        "postgresql://nobody:%s@127.0.0.1:%d%s"
            .formatted(
                Secrets.inUrl(Secrets.DATABASE_PASSWORD), database.getPort(), database.getPath()));
    try (ServiceProcess service = ServiceProcess.start(environment)) {
      assertThat(service.exitCode()).isEqualTo(2);
      assertThat(service.output()).contains("RAS cannot start", "nobody");
      Secrets.assertNoneIn("the output", service.output());
    }
  }

  /** Every setting that holds a secret, spoilt in every way that people find. */
  @Test
  void nothingThatIsSaidOfWrongSettings() {
    Secrets.assertNoneIn(
        "the configuration", RasConfiguration.fromEnvironment(settings()).toString());
    List<String> complaints = new ArrayList<>();
    for (String key :
        List.of("INTERNAL_API_KEY", "INTERNAL_API_KEY_PREVIOUS", "DATABASE_URL", "REDIS_URL")) {
      for (String spoilt : spoilt(settings().getOrDefault(key, ""))) {
        Map<String, String> environment = new HashMap<>(settings());
        environment.put(key, spoilt);
        complaints.add(key + ": " + saidOf(environment));
      }
    }
    assertThat(complaints).filteredOn(said -> said.contains("mistake")).hasSizeGreaterThan(15);
    complaints.forEach(said -> Secrets.assertNoneIn("a complaint", said));
  }

  /** The search itself finds what it is for. */
  @Test
  void aSecretThatIsPutOutIsFound() {
    for (String text :
        List.of(
            "key=" + Secrets.KEY,
            "url=redis://:" + Secrets.inUrl(Secrets.REDIS_PASSWORD) + "@h",
            "Basic "
                + java.util.Base64.getEncoder()
                    .encodeToString(
                        ("ras:" + Secrets.DATABASE_PASSWORD).getBytes(StandardCharsets.UTF_8)))) {
      assertThatThrownBy(() -> Secrets.assertNoneIn("here", text))
          .isInstanceOf(AssertionError.class);
    }
  }

  private static Map<String, String> settings() {
    return Map.of(
        "HOST",
        "127.0.0.1",
        "INTERNAL_API_KEY",
        Secrets.KEY,
        "INTERNAL_API_KEY_PREVIOUS",
        Secrets.PREVIOUS_KEY,
        "DATABASE_URL",
        "postgresql://ras:%s@localhost:5432/ras"
            .formatted(Secrets.inUrl(Secrets.DATABASE_PASSWORD)),
        "REDIS_URL",
        "redis://:%s@localhost:6379/0".formatted(Secrets.inUrl(Secrets.REDIS_PASSWORD)),
        "KAFKA_BOOTSTRAP_SERVERS",
        "127.0.0.1:1");
  }

  private static List<String> spoilt(String value) {
    return List.of(
        value + "\n",
        value + "\u0001",
        value + " é",
        " " + value,
        value.replaceFirst("^\\w+", "http"),
        value.replaceFirst("^\\w+://", ""),
        value.replaceFirst("^\\w+://", "nonsense:"),
        value.replaceFirst(":\\d+/", ":port/"),
        value.replaceFirst(":\\d+/", ":99999/"),
        value.replaceFirst("@.*", "@"),
        value.replaceFirst("@.*", ""),
        value.replaceFirst("@", "@["),
        value.replaceFirst("/\\w*$", "/%zz"),
        value.replaceFirst("/\\w*$", "/a b"),
        value.replace("%", "%%"),
        value.replace("%2B", "%zz"),
        value.replace("%2F", "/").replace("%40", "@").replace("%25", "%").replace("%3A", ":"),
        value + "?password=" + Secrets.inUrl(Secrets.DATABASE_PASSWORD) + "&x=%zz",
        value + "#" + Secrets.inUrl(Secrets.REDIS_PASSWORD));
  }

  private static String saidOf(Map<String, String> environment) {
    try {
      return "accepted " + RasConfiguration.fromEnvironment(environment);
    } catch (RuntimeException wrong) {
      StringWriter all = new StringWriter();
      wrong.printStackTrace(new PrintWriter(all));
      return all.toString();
    }
  }
}
