package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.AuditAndRebuild;
import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Projects the log into fresh tables, names what differs from the live ones, and swaps. */
@Command(
    name = "rebuild",
    description =
        "Project the whole log into fresh tables, name the rows that differ, and swap. The service"
            + " goes on, and the tables that were live are kept. Interrupted or killed, it goes on"
            + " where it was when it is started again. Needs the settings of the service, without"
            + " those of HTTP.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; with --dry-run: no differences",
      "1:failed",
      "2:misconfigured or misused",
      "3:differences found, and not swapped",
      "143:ended by SIGTERM before it was through; 130: by Ctrl-C"
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class RebuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;
  @Mixin private ConfigOption config;

  @ArgGroup private Other other;

  @Option(
      names = "--dry-run",
      description = "Name the differences and don't swap; the rebuilt tables are kept.")
  private boolean dryRun;

  @Option(names = "--restart", description = "Begin anew instead of going on.")
  private boolean restart;

  @Option(
      names = "--from-what-is-left",
      description =
          "Where Kafka no longer has the whole log: begin with a copy of the live rows, and merge"
              + " what is left of the log into them. Brings back what is missing; can't undo what"
              + " is wrong.")
  private boolean fromWhatIsLeft;

  @Option(
      names = "--allow-loss",
      description = "Swap even if live rows have what no message of the log says.")
  private boolean allowLoss;

  /** What else may be done; one of them. */
  static final class Other {
    @Option(names = "--back", description = "Bring the tables from before the last swap back.")
    private boolean back;

    @Option(names = "--cancel", description = "Give up a rebuild; removes what it has built.")
    private boolean cancel;

    @Option(names = "--drop-previous", description = "Remove the tables from before the last swap.")
    private boolean dropPrevious;
  }

  @Override
  public Integer call() {
    RebuildConfiguration configuration = RebuildConfiguration.fromEnvironment(config.environment());
    RebuildReport report = options.report(spec.commandLine().getOut());
    try (ConsoleProgress progress = new ConsoleProgress();
        AuditAndRebuild opened = AuditAndRebuild.open(configuration)) {
      RebuildModel rebuild = opened.rebuild();
      if (other != null && !other.back) {
        return remove(rebuild);
      }
      RebuildResult result = run(rebuild, report::difference, progress);
      progress.endBars();
      report.rebuilt(result);
      return exitCode(result);
    }
  }

  private RebuildResult run(RebuildModel rebuild, Consumer<Difference> found, Progress progress) {
    return other == null
        ? rebuild.rebuild(
            new RebuildModel.Request(restart, fromWhatIsLeft, dryRun, allowLoss), found, progress)
        : rebuild.goBack(found, progress);
  }

  private int remove(RebuildModel rebuild) {
    boolean removed =
        (other.cancel && rebuild.cancel()) || (other.dropPrevious && rebuild.dropPrevious());
    PrintWriter out = spec.commandLine().getOut();
    out.println(removed ? "Removed." : "There was nothing to remove.");
    out.flush();
    return 0;
  }

  private static int exitCode(RebuildResult result) {
    return switch (result.outcome()) {
      case SWAPPED -> 0;
      case SHOWN -> result.count() == 0 ? 0 : RebuildReport.DIFFERENCES;
      case WOULD_LOSE -> RebuildReport.DIFFERENCES;
      case ENDED, NOTHING_TO_GO_BACK_TO -> RebuildReport.FAILED;
    };
  }
}
