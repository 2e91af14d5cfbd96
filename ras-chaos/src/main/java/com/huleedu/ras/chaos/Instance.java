package com.huleedu.ras.chaos;

import com.huleedu.ras.bootstrap.RasService;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of the service, which can be started, stopped, frozen and killed. */
final class Instance implements AutoCloseable {
  /** What Java says of a process that ended by SIGTERM after its hooks. */
  private static final int TERMINATED = 143;

  private static final Duration GRACE = Duration.ofSeconds(30);

  private final String name;
  private final Map<String, String> environment;
  private final Path log;
  private final List<String> flags;
  private final int port;
  private @Nullable Process process;

  /**
   * @param directory gets the log of the process
   * @param flags further ones for its JVM
   */
  Instance(String name, Map<String, String> environment, Path directory, String... flags) {
    this.name = name;
    this.environment = environment;
    this.log = directory.resolve(name + ".log");
    this.flags = List.of(flags);
    this.port = freePort();
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kill-" + name));
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  synchronized void start() {
    if (process != null && process.isAlive()) {
      throw new ExperimentFailedException(name + " runs already");
    }
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PORT", String.valueOf(port));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new ExperimentFailedException("can't start " + name, e);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=logback-json.xml",
            "-cp",
            System.getProperty("java.class.path"),
            RasService.class.getPackageName() + ".command.Main"));
    return command;
  }

  /** SIGKILL: nothing gets a chance to finish. */
  synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      join(process);
    }
  }

  /** SIGTERM, and then SIGKILL after a long grace. */
  synchronized Stopped stop() {
    Process running = running();
    long started = System.nanoTime();
    running.destroy();
    boolean ended = ended(running);
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    if (!ended) {
      kill();
    }
    int code = running.exitValue();
    return new Stopped(ended && (code == 0 || code == TERMINATED), code, took);
  }

  private static boolean ended(Process running) {
    try {
      return running.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How a process ended that was asked to. */
  record Stopped(boolean clean, int exitCode, Duration took) {}

  /** SIGSTOP: alive for the system, dead for everybody else. */
  void freeze() {
    signal("-STOP");
  }

  /** SIGCONT: wakes up, and knows nothing of the time between. */
  void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", signal, String.valueOf(running().pid()))
              .redirectErrorStream(true)
              .start();
      if (kill.waitFor() != 0) {
        throw new ExperimentFailedException("kill %s did not work on %s".formatted(signal, name));
      }
    } catch (IOException e) {
      throw new ExperimentFailedException("can't signal " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  synchronized boolean isReady() {
    return isRunning() && new Client(port).status("/readyz") == 200;
  }

  synchronized long residentKilobytes() {
    try {
      return Files.readAllLines(Path.of("/proc/%d/status".formatted(running().pid()))).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(-1);
    } catch (IOException notLinux) {
      return -1;
    }
  }

  /** Everything that the process has logged so far, over all its lives. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new ExperimentFailedException("can't read " + log, e);
    }
  }

  private synchronized Process running() {
    if (process == null) {
      throw new ExperimentFailedException(name + " was never started");
    }
    return process;
  }

  private static void join(Process ending) {
    try {
      ending.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ExperimentFailedException("no free port", e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
