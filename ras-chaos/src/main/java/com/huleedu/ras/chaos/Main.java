package com.huleedu.ras.chaos;

import com.huleedu.ras.bootstrap.NeutralDefaults;
import com.huleedu.ras.bootstrap.configuration.Version;
import com.huleedu.ras.embedded.ServerFailedException;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Where {@code ./ras chaos} begins. Exit codes: 0 every promise held, 1 the experiment could not be
 * carried out, 2 misused, 3 a promise was broken.
 */
final class Main {
  private Main() {}

  static void main(String[] arguments) {
    NeutralDefaults.set();
    // Before the first logger.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "com/huleedu/ras/chaos/logback.xml");
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().setExecutionExceptionHandler(Main::explain).execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine chaos = new CommandLine(new ChaosCommand());
    // Each has --version; one that is not told would print nothing.
    String[] version = {"Result Aggregator Service " + Version.current()};
    chaos.getCommandSpec().version(version);
    chaos.getSubcommands().values().forEach(one -> one.getCommandSpec().version(version));
    return chaos;
  }

  private static int explain(Exception failure, CommandLine command, ParseResult arguments)
      throws Exception {
    if (failure instanceof ExperimentFailedException || failure instanceof ServerFailedException) {
      command.getErr().println("ras chaos: " + failure.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    }
    throw failure;
  }
}
