package com.huleedu.ras.demo;

import com.huleedu.ras.embedded.EmbeddedStack;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The service with servers of its own, and sample teachers. */
@Command(
    name = "demo",
    description =
        "Runs the service with its own PostgreSQL, Redis and Kafka, and sample teachers who hand in"
            + " batches of essays. Ctrl-C stops all of it and leaves nothing behind.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it calls
final class DemoCommand implements Callable<Integer> {
  private static final String DEMO_KEY = "demo-key";

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "4003",
      paramLabel = "N",
      description = "Port of the API (default: 4003); 0 for any free one.")
  private int port;

  @Option(names = "--no-traffic", description = "No sample teachers: the service begins empty.")
  private boolean quiet;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Keeps the data there for the next start (default: a temporary directory).")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Gets the addresses, as JSON, once everything is up.")
  private @Nullable Path readyFile;

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port is not a port: " + port);
    }
    LocalPorts.check(port);
    ReadyFile ready = readyFile == null ? null : new ReadyFile(readyFile);
    if (ready != null) {
      ready.clear();
    }
    DemoScreen screen = new DemoScreen(spec.commandLine());
    Demo demo = new Demo();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(demo, screen, ready), "stop"));
    try {
      start(demo, screen, ready);
    } catch (RuntimeException e) {
      // A part that fails because everything is being stopped is no news.
      if (!demo.isClosing()) {
        throw e;
      }
    }
    // Until a signal ends the JVM, by way of the hook above.
    new CountDownLatch(1).await();
    return 0;
  }

  private void start(Demo demo, DemoScreen screen, @Nullable ReadyFile ready) {
    EmbeddedStack stack =
        screen.during(
            "Starting PostgreSQL, Redis and Kafka", () -> demo.startServers(dataDirectory));
    Addresses addresses =
        screen.during("Starting the service", () -> demo.startService(stack, port, apiKey()));
    @Nullable SampleBatch batch =
        quiet ? null : screen.during("Sending in the teachers", () -> demo.startTraffic(addresses));
    screen.ready(addresses);
    if (batch != null) {
      screen.watch(addresses, batch);
    }
    screen.furtherSteps(addresses);
    if (ready != null) {
      ready.write(addresses);
    }
  }

  private static String apiKey() {
    String own = System.getenv("INTERNAL_API_KEY");
    return own == null || own.isEmpty() ? DEMO_KEY : own;
  }

  private static void stop(Demo demo, DemoScreen screen, @Nullable ReadyFile ready) {
    screen.say("");
    screen.say("Stopping …");
    if (ready != null) {
      ready.clear();
    }
    demo.close();
    screen.say("Stopped.");
  }
}
