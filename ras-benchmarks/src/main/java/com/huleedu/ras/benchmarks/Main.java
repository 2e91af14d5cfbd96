package com.huleedu.ras.benchmarks;

import com.huleedu.ras.bootstrap.NeutralDefaults;
import com.huleedu.ras.bootstrap.configuration.Version;
import com.huleedu.ras.embedded.ServerFailedException;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Where {@code ./ras bench} begins. Exit codes: 0 measured, whatever the verdicts are, 1 something
 * could not be measured, 2 misused.
 */
final class Main {
  private Main() {}

  static void main(String[] arguments) {
    NeutralDefaults.set();
    // Before the first logger.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "com/huleedu/ras/benchmarks/logback.xml");
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    CommandLine bench = new CommandLine(new BenchCommand());
    bench.getCommandSpec().version("Result Aggregator Service " + Version.current());
    System.exit(bench.setExecutionExceptionHandler(Main::explain).execute(arguments));
  }

  private static int explain(Exception failure, CommandLine command, ParseResult arguments)
      throws Exception {
    if (failure instanceof MeasurementFailedException || failure instanceof ServerFailedException) {
      command.getErr().println("ras bench: " + failure.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    }
    throw failure;
  }
}
