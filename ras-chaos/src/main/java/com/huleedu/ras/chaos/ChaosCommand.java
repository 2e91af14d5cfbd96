package com.huleedu.ras.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Faults of all kinds, at random. */
@Command(
    name = "chaos",
    description =
        "Runs the service as several processes on real servers, commits faults at random, and"
            + " compares what came out with a pure fold of what was published.",
    subcommands = {
      ExperimentCommand.ForCrashPoints.class,
      ExperimentCommand.ForFrozenOwner.class,
      ExperimentCommand.ForCleanStop.class,
      ExperimentCommand.ForOutages.class,
      ExperimentCommand.ForHandOver.class,
      AlertsCommand.class,
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class ChaosCommand implements Callable<Integer> {
  static final int BROKEN_PROMISE = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--events",
      defaultValue = "20000",
      description = "Different events to publish (${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--instances",
      defaultValue = "3",
      description = "Processes of the service (${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = {"--kills", "--faults"},
      defaultValue = "20",
      description = "Faults to commit, of all kinds (${DEFAULT-VALUE}).")
  private int faults;

  @Mixin private Repetition repetition;

  @Option(
      names = "--report",
      paramLabel = "DIRECTORY",
      defaultValue = "target/chaos",
      description = "Gets report.md, timeline.svg and the logs (${DEFAULT-VALUE}).")
  private Path directory;

  @Override
  public Integer call() throws IOException {
    if (events < 1 || instances < 1 || faults < 0) {
      throw new ParameterException(
          spec.commandLine(), "--events and --instances have to be positive, --kills not negative");
    }
    PrintWriter out = spec.commandLine().getOut();
    Files.createDirectories(directory);
    ChaosRun.Plan plan =
        new ChaosRun.Plan(events, instances, faults, repetition.seed(), repetition.settings());
    out.printf(
        "%,d events, %d processes, %d faults, seed %d%n", events, instances, faults, plan.seed());
    ChaosRun.Result result = new ChaosRun(plan, out).run(directory);
    result.verdict().print(out);
    new Report(result).write(directory);
    out.println("Report: " + directory.resolve("report.md"));
    return result.verdict().holds() ? 0 : BROKEN_PROMISE;
  }
}
