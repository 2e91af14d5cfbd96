package com.huleedu.ras.bootstrap.command;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How the commands that look for differences print them. */
final class ReportOptions {
  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Print at most N differences, and count all; 0: print all. Default: ${DEFAULT-VALUE}.")
  private int limit;

  RebuildReport report(PrintWriter out) {
    return new RebuildReport(out, json, limit);
  }
}
