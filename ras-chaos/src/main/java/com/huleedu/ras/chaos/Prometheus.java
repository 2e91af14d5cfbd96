package com.huleedu.ras.chaos;

import com.huleedu.ras.embedded.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus that watches one instance; ends with this JVM, unless that is killed. */
final class Prometheus implements AutoCloseable {
  /** Names the program where it is neither on the path nor unpacked in the checkout. */
  static final String VARIABLE = "RAS_PROMETHEUS";

  /** What to do where there is none. */
  static final String ADVICE =
      "unpack Debian's, `mkdir -p .ras/prometheus && cd .ras/prometheus && apt-get download"
          + " prometheus && dpkg -x prometheus_*.deb .`, or name one by --prometheus or "
          + VARIABLE;

  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "kill-prometheus"));
  }

  private final Process process;
  private final int port;
  private final Path log;

  /** What is about to fire, and what does. */
  record Alerts(Set<String> pending, Set<String> firing) {
    boolean areNone() {
      return pending.isEmpty() && firing.isEmpty();
    }
  }

  private Prometheus(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
    RUNNING.add(process);
    var _ = process.onExit().thenAccept(RUNNING::remove);
  }

  /** The program that is named, else what the environment, the checkout or the path has. */
  static Optional<Path> program(@Nullable Path named) {
    Optional<Path> meant =
        Optional.ofNullable(named)
            .or(() -> Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of));
    return meant.isPresent()
        ? meant.filter(Files::isExecutable)
        : Stream.concat(Stream.of(Checkout.find().unpackedPrometheus()), onThePath())
            .filter(Files::isExecutable)
            .findFirst();
  }

  private static Stream<Path> onThePath() {
    return Optional.ofNullable(System.getenv("PATH")).stream()
        .flatMap(path -> Stream.of(path.split(File.pathSeparator, -1)))
        .map(folder -> Path.of(folder, "prometheus"));
  }

  /**
   * What it is to do.
   *
   * @param rules a file of rules
   * @param target the port of 127.0.0.1 with the metrics
   * @param interval between two scrapes, and between two evaluations
   */
  record Task(String rules, int target, Duration interval) {
    private String configuration() {
      String every = interval.toMillis() + "ms";
      return """
      global: {scrape_interval: %s, evaluation_interval: %s}
      rule_files: [rules.yml]
      scrape_configs:
        - job_name: ras
          static_configs: [{targets: ["127.0.0.1:%d"]}]
      """
          .formatted(every, every, target);
    }
  }

  /**
   * Starts one; returns once it answers.
   *
   * @param directory gets configuration, data and log
   */
  static Prometheus start(Path program, Task task, Path directory) {
    int port = JavaProcess.freePort();
    Path log = directory.resolve("prometheus.log");
    try {
      Files.writeString(directory.resolve("rules.yml"), task.rules());
      Path configuration =
          Files.writeString(directory.resolve("prometheus.yml"), task.configuration());
      List<String> command =
          List.of(
              program.toString(),
              "--config.file=" + configuration,
              "--storage.tsdb.path=" + Files.createTempDirectory(directory, "data-"),
              "--storage.tsdb.retention.time=2h",
              "--web.listen-address=127.0.0.1:" + port,
              "--log.level=warn");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Prometheus started = new Prometheus(process, port, log);
      started.awaitAnswer();
      return started;
    } catch (IOException e) {
      throw new ExperimentFailedException("can't start " + program, e);
    }
  }

  private void awaitAnswer() {
    boolean answers =
        Waiting.until(STARTUP, () -> !process.isAlive() || get("/-/ready").isPresent())
            && process.isAlive();
    if (!answers) {
      close();
      throw new ExperimentFailedException("Prometheus did not start; see " + log);
    }
  }

  /** As of its last evaluation. */
  Alerts alerts() {
    JsonNode answer =
        JSON.readTree(
            get("/api/v1/alerts")
                .orElseThrow(
                    () -> new ExperimentFailedException("Prometheus does not answer; see " + log)));
    Set<String> pending = new HashSet<>();
    Set<String> firing = new HashSet<>();
    for (JsonNode alert : answer.at("/data/alerts")) {
      boolean fires = alert.path("state").asString().equals("firing");
      (fires ? firing : pending).add(alert.at("/labels/alertname").asString());
    }
    return new Alerts(pending, firing);
  }

  private Optional<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return Optional.of(answer.body()).filter(_ -> answer.statusCode() == 200);
    } catch (IOException noAnswer) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
