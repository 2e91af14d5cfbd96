package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server's process, with a guard beside it: a shell that reads from this JVM and kills the server
 * when it reads the end. So no server outlives the JVM, not even one that is killed.
 */
final class ServerProcess {
  private final Process guard;
  private final ProcessHandle server;

  private ServerProcess(Process guard, ProcessHandle server) {
    this.guard = guard;
    this.server = server;
  }

  /**
   * Starts a server in a process group of its own.
   *
   * @param directory gets the log, and goes with the server if it is temporary
   */
  static ServerProcess launch(List<String> command, ServerDirectory directory) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(directory.log().toString());
    arguments.add(textOf(directory.scratch()));
    arguments.addAll(command);
    return start("run-server.sh", arguments);
  }

  /** Puts a guard beside a server that runs already. */
  static ServerProcess adopt(long pid, ServerDirectory directory) throws IOException {
    return start("watch-server.sh", List.of(textOf(directory.scratch()), Long.toString(pid)));
  }

  private static ServerProcess start(String script, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", resource(script), script));
    command.addAll(arguments);
    Process guard =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader output = guard.inputReader();
    String pid = output.readLine();
    if (pid == null) {
      throw new IOException("the guard ended at once; is bash there?");
    }
    return new ServerProcess(guard, handle(Long.parseLong(pid)));
  }

  private static ProcessHandle handle(long pid) throws IOException {
    return ProcessHandle.of(pid).orElseThrow(() -> new IOException("the server ended at once"));
  }

  long pid() {
    return server.pid();
  }

  boolean isAlive() {
    return server.isAlive();
  }

  /**
   * Asks the server to end, kills it if it has not after the grace, and waits until it has.
   *
   * @return whether it ended by itself
   */
  boolean terminate(Duration grace) {
    server.destroy();
    try {
      server.onExit().orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS).join();
      return true;
    } catch (CompletionException tooSlow) {
      kill();
      return false;
    }
  }

  /** Kills the server and its children (SIGKILL), and waits until they are gone. */
  void kill() {
    List<ProcessHandle> family = Stream.concat(Stream.of(server), server.descendants()).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(process -> process.onExit().join());
  }

  /** Sends the guard away once the server has ended, and waits until it has gone. */
  void dismissGuard() {
    try (Writer input = guard.outputWriter()) {
      input.write("leave\n");
    } catch (IOException guardIsGone) {
      // Then there is nobody to dismiss.
    }
    guard.onExit().join();
  }

  /**
   * Lets the guard delete what is temporary once the server has ended, and waits for that. Should
   * this JVM be killed meanwhile, the guard goes on.
   */
  void cleanUp() {
    try {
      guard.outputWriter().close();
    } catch (IOException guardIsGone) {
      // Then what it would have deleted is deleted by who asks for this.
    }
    guard.onExit().join();
  }

  private static String textOf(@Nullable Path path) {
    return path == null ? "" : path.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ServerProcess.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }
}
