package com.huleedu.ras.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A program of this JVM's class path as a process of its own. Ends with this JVM, unless that is
 * killed.
 */
public final class JavaProcess implements AutoCloseable {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "kill-programs"));
  }

  private final Process process;

  private JavaProcess(Process process) {
    this.process = process;
  }

  /**
   * What to run.
   *
   * @param flags of its JVM
   * @param environment all of it
   */
  public record Program(
      String mainClass,
      List<String> arguments,
      List<String> flags,
      Map<String, String> environment) {
    public Program {
      arguments = List.copyOf(arguments);
      flags = List.copyOf(flags);
      environment = Map.copyOf(environment);
    }

    private List<String> command() {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(flags);
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
      command.addAll(arguments);
      return command;
    }
  }

  /**
   * Starts a program; it need not have come far on return.
   *
   * @param log gets what it prints, behind what is there
   */
  public static JavaProcess start(Program program, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.command());
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    RUNNING.add(process);
    var _ = process.onExit().thenAccept(RUNNING::remove);
    return new JavaProcess(process);
  }

  /** A port of 127.0.0.1 that nobody listens on, and that no outgoing connection is given. */
  public static int freePort() {
    return Ports.free();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end (SIGTERM). */
  public void terminate() {
    process.destroy();
  }

  /** Ends it at once (SIGKILL); returns once it has. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it has ended within that time. */
  public boolean awaitEnd(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Its exit code; it must have ended. */
  public int exitValue() {
    return process.exitValue();
  }

  /**
   * Its memory as the system counts it, in KiB; -1 where there is no {@code /proc}, or it ended.
   */
  public long residentKilobytes() {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(-1);
    } catch (IOException unknown) {
      return -1;
    }
  }

  @Override
  public void close() {
    kill();
  }
}
