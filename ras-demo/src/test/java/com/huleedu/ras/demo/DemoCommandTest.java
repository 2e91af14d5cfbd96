package com.huleedu.ras.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo as a process of its own, as a person starts it. */
class DemoCommandTest {
  private static final String BATCH = "c2b9546e-0f02-40f3-adb7-f1d5cbf15150";

  @TempDir private Path directory;

  @Test
  void aDataDirectoryKeepsWhatWasPublished() throws Exception {
    String data = directory.resolve("the data").toString();
    try (RunningDemo demo = start("--no-traffic", "--data-dir", data)) {
      assertThat(demo.status(BATCH).statusCode()).isEqualTo(404);
      assertThat(demo.output()).as("nothing to wonder about").doesNotContain("WARN");
      CommandRun published =
          CommandRun.of(
              "publish",
              "--kafka",
              demo.ready().get("kafka").asString(),
              Conformance.scenario("registered-only").toString());
      assertThat(published.exitCode()).isZero();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> demo.status(BATCH).statusCode() == 200);
      demo.stop();
    }
    try (RunningDemo demo = start("--no-traffic", "--data-dir", data)) {
      assertThat(demo.status(BATCH).body()).contains("teacher-1");
    }
  }

  @Test
  void theBatchOnTheScreenIsInProgressAndAStopLeavesNothingBehind() throws Exception {
    try (RunningDemo demo = start()) {
      String path = demo.output().replaceFirst("(?s).*/batches/([0-9a-f-]{36})/status.*", "$1");
      assertThat(demo.status(path).body()).containsAnyOf("\"REGISTERED\"", "\"PROCESSING\"");
      List<ProcessHandle> children = demo.process().descendants().toList();
      assertThat(children).hasSizeGreaterThanOrEqualTo(4);
      demo.stop();
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
    try (Stream<Path> left = Files.list(temporary())) {
      assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperf")))
          .isEmpty();
    }
  }

  @Test
  void aTakenPortIsNamedBeforeAnythingIsStarted() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run = CommandRun.of("demo", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("ras: port " + taken.getLocalPort() + " is in use")
          .contains("--port 0")
          .hasLineCount(1);
      assertThat(run.out()).isEmpty();
    }
  }

  private Path temporary() throws IOException {
    return Files.createDirectories(directory.resolve("tmp"));
  }

  private RunningDemo start(String... options) throws IOException {
    Path readyFile = directory.resolve("ready/file.json");
    Path output = directory.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + temporary(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo",
                "--port",
                "0",
                "--ready-file",
                readyFile.toString()));
    command.addAll(List.of(options));
    Files.deleteIfExists(readyFile);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    RunningDemo demo = new RunningDemo(process, readyFile, output);
    Awaitility.await()
        .atMost(Duration.ofMinutes(3)) // beside other tests
        .failFast("the demo ended", () -> !process.isAlive())
        .until(() -> Files.exists(readyFile));
    return demo;
  }

  private record RunningDemo(Process process, Path readyFile, Path outputFile)
      implements AutoCloseable {

    JsonNode ready() throws IOException {
      return new JsonMapper().readTree(Files.readString(readyFile));
    }

    String output() throws IOException {
      return Files.readString(outputFile);
    }

    HttpResponse<String> status(String batch) throws IOException, InterruptedException {
      String url = ready().get("http").asString() + "/internal/v1/batches/" + batch + "/status";
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url))
              .header("X-Internal-API-Key", ready().get("api_key").asString())
              .header("X-Service-ID", ready().get("service_id").asString())
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
      }
    }

    void stop() throws InterruptedException {
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("stops soon").isTrue();
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }
}
