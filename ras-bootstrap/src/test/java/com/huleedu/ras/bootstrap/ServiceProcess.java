package com.huleedu.ras.bootstrap;

import static org.awaitility.Awaitility.await;

import com.huleedu.ras.bootstrap.command.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final int port;
  private final int adminPort;

  private ServiceProcess(Process process, Path output, int port, int adminPort) {
    this.process = process;
    this.output = output;
    this.port = port;
    this.adminPort = adminPort;
  }

  static ServiceProcess start(Map<String, String> settings, String... arguments) {
    return ofClasses(System.getProperty("java.class.path"), settings, arguments);
  }

  /**
   * Of another version.
   *
   * @param classPath where its classes are
   */
  static ServiceProcess ofClasses(
      String classPath, Map<String, String> settings, String... arguments) {
    try {
      int[] ports = freePorts();
      int port = ports[0];
      int adminPort = ports[1];
      Path output = Files.createTempFile(Path.of("target"), "service-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              // As ./ras bench has them: what is measured is what is proven.
              "-Xmx256m",
              "-XX:+UseCompactObjectHeaders",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-Dlogback.configurationFile=logback-json.xml",
              "-cp",
              classPath,
              Main.class.getName());
      builder.command().addAll(java.util.List.of(arguments));
      Map<String, String> environment =
          new HashMap<>(
              Map.of("PORT", String.valueOf(port), "ADMIN_PORT", String.valueOf(adminPort)));
      settings.forEach((key, value) ->
          environment.merge(key, value, (own, given) -> given.equals("0") ? own : given));
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      return new ServiceProcess(builder.start(), output, port, adminPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both held at once: one that was let go may be given again. */
  private static int[] freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket other = new ServerSocket(0)) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  ServiceProcess awaitReady() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> new Api(port).get("/readyz").statusCode() == 200);
    return this;
  }

  void awaitOutput(String text) {
    await().atMost(Duration.ofSeconds(60)).until(() -> output().contains(text));
  }

  /** SIGKILL: nothing gets a chance to finish. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** SIGTERM, as an orchestrator sends it. */
  int stop() {
    process.destroy();
    return exitCode();
  }

  int exitCode() {
    try {
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the process does not end:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Status and body of an answer. */
  String get(String path) {
    var response = new Api(port).get(path);
    return response.statusCode() + " " + response.body();
  }

  int port() {
    return port;
  }

  int adminPort() {
    return adminPort;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
