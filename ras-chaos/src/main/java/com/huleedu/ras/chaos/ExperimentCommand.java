package com.huleedu.ras.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the experiments have in common: they repeat themselves, and end in a verdict. */
@Command(mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
abstract class ExperimentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--rounds", defaultValue = "3", description = "How often (${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private Repetition repetition;

  @Option(
      names = "--logs",
      paramLabel = "DIRECTORY",
      defaultValue = "target/chaos",
      description = "Gets the logs of the processes (${DEFAULT-VALUE}).")
  private Path logs;

  /** What a run is asked to do. */
  record Request(int rounds, long seed, Map<String, String> settings, Path logs, PrintWriter out) {}

  abstract Verdict run(Request request) throws IOException;

  @Override
  public final Integer call() throws IOException {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds has to be positive");
    }
    PrintWriter out = spec.commandLine().getOut();
    Request request =
        new Request(
            rounds, repetition.seed(), repetition.settings(), Files.createDirectories(logs), out);
    out.printf(
        "%s: %d rounds, seed %d %s%n", spec.name(), rounds, request.seed(), request.settings());
    Verdict verdict = run(request);
    verdict.print(out);
    return verdict.holds() ? 0 : ChaosCommand.BROKEN_PROMISE;
  }

  @Command(
      name = "crash-points",
      description = "Kills the process at each step of projecting a poll, round after round.")
  static final class ForCrashPoints extends ExperimentCommand {
    @Override
    Verdict run(Request request) {
      return new CrashPoints(request).run();
    }
  }

  @Command(
      name = "frozen-owner",
      description =
          "Freezes a process in the middle of a poll until its partitions have moved, and wakes it.")
  static final class ForFrozenOwner extends ExperimentCommand {
    @Override
    Verdict run(Request request) {
      return new FrozenOwner(request).run();
    }
  }

  @Command(
      name = "clean-stop",
      description = "Stops the process by SIGTERM under load: no request that was accepted fails.")
  static final class ForCleanStop extends ExperimentCommand {
    @Override
    Verdict run(Request request) {
      return new CleanStops(request).run();
    }
  }

  @Command(
      name = "outages",
      description = "Takes each server away, makes it slow, mute, refusing, full; and looks on.")
  @SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
  static final class ForOutages extends ExperimentCommand {
    @Option(
        names = "--long",
        description = "For 2, 30 and 120 s each; otherwise for two seconds, and fewer kinds.")
    private boolean complete;

    @Option(
        names = "--only",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "Those that have this in their name, as KAFKA or \"REDIS HUNG\".")
    private String only;

    @Override
    Verdict run(Request request) {
      List<Outage> outages = complete ? Outage.all() : Outage.quick();
      return new Outages(
              request, outages.stream().filter(outage -> outage.toString().contains(only)).toList())
          .run();
    }
  }

  @Command(
      name = "hand-over",
      description =
          "Measures for how long partitions stand still while a process joins and leaves.")
  static final class ForHandOver extends ExperimentCommand {
    @Override
    Verdict run(Request request) {
      return new HandOver(request).run();
    }
  }
}
