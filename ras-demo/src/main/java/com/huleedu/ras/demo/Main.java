package com.huleedu.ras.demo;

import com.huleedu.ras.bootstrap.NeutralDefaults;
import com.huleedu.ras.bootstrap.configuration.Version;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.embedded.ServerFailedException;
import java.io.PrintWriter;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** Where {@code ./ras demo} and {@code ./ras publish} begin. */
@Command(
    name = "ras",
    description = "The commands around the Result Aggregator Service.",
    subcommands = {DemoCommand.class, PublishCommand.class},
    mixinStandardHelpOptions = true)
final class Main {
  private Main() {}

  static void main(String[] arguments) {
    NeutralDefaults.set();
    // Before the first logger: Kafka's and the service's logs are not what a person wants to read.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "com/huleedu/ras/demo/logback.xml");
    }
    // Helidon and the PostgreSQL driver log through java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine ras = new CommandLine(new Main());
    // Each has --version; one that is not told would print nothing.
    String[] version = {"Result Aggregator Service " + Version.current()};
    ras.getCommandSpec().version(version);
    ras.getSubcommands().values().forEach(one -> one.getCommandSpec().version(version));
    return ras.setParameterExceptionHandler(
            (wrong, arguments) -> {
              CommandLine command = wrong.getCommandLine();
              complain(command, String.valueOf(wrong.getMessage()));
              command
                  .getErr()
                  .println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
              return command.getCommandSpec().exitCodeOnInvalidInput();
            })
        .setExecutionExceptionHandler(Main::explain);
  }

  private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
    boolean foreseen =
        failure instanceof CommandFailedException
            || failure instanceof ServerFailedException
            || failure instanceof RasException;
    complain(
        command,
        foreseen ? String.valueOf(failure.getMessage()) : "unexpected failure: " + failure);
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  private static void complain(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText("ras: " + message));
    err.flush();
  }
}
