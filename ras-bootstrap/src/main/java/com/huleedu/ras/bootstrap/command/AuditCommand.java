package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.AuditAndRebuild;
import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Folds the whole log and names every row that is not what the fold says. */
@Command(
    name = "audit",
    description =
        "Fold the whole log afresh and compare it with the database, row by row. The service goes"
            + " on, and nothing of the model is changed. Needs the settings of the service, without those of"
            + " HTTP.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no differences",
      "1:failed, or not all could be audited",
      "2:misconfigured or misused",
      "3:differences found",
      "143:ended by SIGTERM before it was through; 130: by Ctrl-C"
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;
  @Mixin private ConfigOption config;

  @Option(
      names = "--slices",
      paramLabel = "N",
      description =
          "Read the log N times, each time for a part of the rows, to need less memory. Default:"
              + " as the heap demands.")
  private int slices;

  @Override
  public Integer call() {
    RebuildConfiguration configuration = RebuildConfiguration.fromEnvironment(config.environment());
    RebuildReport report = options.report(spec.commandLine().getOut());
    try (ConsoleProgress progress = new ConsoleProgress();
        AuditAndRebuild opened = AuditAndRebuild.open(configuration)) {
      AuditResult result = opened.audit().audit(slices, report::difference, progress);
      progress.endBars();
      report.audited(result);
      if (!result.finished()) {
        return RebuildReport.FAILED;
      }
      if (result.count() > 0) {
        return RebuildReport.DIFFERENCES;
      }
      return result.unread().isEmpty() ? 0 : RebuildReport.FAILED;
    }
  }
}
