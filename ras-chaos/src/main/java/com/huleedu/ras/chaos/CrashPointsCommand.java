package com.huleedu.ras.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills at every step of a poll. */
@Command(
    name = "crash-points",
    description = "Kills the process at each step of projecting a poll, again and again.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class CrashPointsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Kills at each step (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--seed", description = "Repeats the events of a run (a new one).")
  private Long seed = ThreadLocalRandom.current().nextLong(1_000_000);

  @Option(
      names = "--logs",
      paramLabel = "DIRECTORY",
      defaultValue = "target/crash-points",
      description = "Gets the log of the processes (${DEFAULT-VALUE}).")
  private Path logs;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d kills at each of %d steps, seed %d%n", rounds, CrashPoint.values().length, seed);
    Verdict verdict = new CrashPoints(rounds, seed, out).run(logs);
    verdict.print(out);
    return verdict.holds() ? 0 : ChaosCommand.BROKEN_PROMISE;
  }
}
