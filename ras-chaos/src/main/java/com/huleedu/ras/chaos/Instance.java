package com.huleedu.ras.chaos;

import com.huleedu.ras.bootstrap.RasService;
import com.huleedu.ras.embedded.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process of the service, which can be started, stopped, frozen and killed. */
final class Instance implements AutoCloseable {
  /** What Java says of a process that ended by SIGTERM after its hooks. */
  private static final int TERMINATED = 143;

  private static final String MAIN = RasService.class.getPackageName() + ".command.Main";
  private static final List<String> USUAL =
      List.of(
          "-Xmx256m", // as ./ras bench has it, and the next two
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Dlogback.configurationFile=logback-json.xml");

  private static final Duration GRACE = Duration.ofSeconds(30);

  private final String name;
  private final Map<String, String> environment;
  private final Path log;
  private final List<String> flags;
  private final int port;
  private @Nullable JavaProcess process;

  /**
   * @param directory gets the log of the process
   * @param flags further ones for its JVM
   */
  Instance(String name, Map<String, String> environment, Path directory, String... flags) {
    this.name = name;
    this.environment = environment;
    this.log = directory.resolve(name + ".log");
    this.flags = new ArrayList<>(List.of(flags));
    this.flags.addAll(USUAL);
    this.port = JavaProcess.freePort();
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
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("PORT", String.valueOf(port));
    try {
      process = JavaProcess.start(new JavaProcess.Program(MAIN, List.of(), flags, settings), log);
    } catch (IOException e) {
      throw new ExperimentFailedException("can't start " + name, e);
    }
  }

  /** SIGKILL: nothing gets a chance to finish. */
  synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** SIGTERM, and then SIGKILL after a long grace. */
  synchronized Stopped stop() {
    JavaProcess running = running();
    long started = System.nanoTime();
    running.terminate();
    boolean ended = running.awaitEnd(GRACE);
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    if (!ended) {
      kill();
    }
    int code = running.exitValue();
    return new Stopped(ended && (code == 0 || code == TERMINATED), code, took);
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
    return running().residentKilobytes();
  }

  /** Everything that the process has logged so far, over all its lives. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new ExperimentFailedException("can't read " + log, e);
    }
  }

  private synchronized JavaProcess running() {
    if (process == null) {
      throw new ExperimentFailedException(name + " was never started");
    }
    return process;
  }

  @Override
  public void close() {
    kill();
  }
}
