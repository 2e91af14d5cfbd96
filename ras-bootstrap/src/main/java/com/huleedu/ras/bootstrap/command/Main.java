package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.NeutralDefaults;
import com.huleedu.ras.bootstrap.configuration.Version;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.RasException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The service as a process, and the commands of its operators: {@code java -jar ras-bootstrap.jar
 * [command]}. Exit codes: 0 done, 1 failed, 2 misconfigured or misused, 3 differences found, 143
 * and 130 ended as asked by SIGTERM and Ctrl-C, as the JVM has it.
 */
@Command(
    name = "ras",
    description = "The Result Aggregator Service.",
    footer = {"", "Settings come from environment variables and a file: docs/configuration.md."},
    subcommands = {
      ServeCommand.class,
      DoctorCommand.class,
      MigrateCommand.class,
      AuditCommand.class,
      RebuildCommand.class,
      ConfigCommand.class,
      DeadLettersCommand.class,
      CommandLine.HelpCommand.class,
    },
    mixinStandardHelpOptions = true)
public final class Main {
  private static final int MISCONFIGURED = 2;
  private static final int FAILED = 1;
  private static final String DEFAULT_COMMAND = "serve";

  private Main() {}

  /** Runs the command that the arguments name; without any, serves. */
  public static void main(String[] arguments) {
    NeutralDefaults.set();
    Map<String, String> environment = ConfigOption.environment(System.getenv(), arguments);
    String command = arguments.length == 0 ? DEFAULT_COMMAND : arguments[0];
    if (command.equals(DEFAULT_COMMAND)) {
      Logging.ofTheService(environment);
    } else if (command.equals("doctor")) {
      Logging.ofTheDoctor(environment);
    } else {
      Logging.ofACommand(environment);
    }
    boolean serve = arguments.length == 0 || List.of(arguments).equals(List.of(DEFAULT_COMMAND));
    int code = serve ? serve() : commandLine().execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Past picocli: its model of all commands would take a tenth of a start. */
  private static int serve() {
    try {
      new ServeCommand().run();
      return 0;
    } catch (RuntimeException failure) {
      return explain(
          failure, "RAS", "cannot start", new PrintWriter(System.err, true, System.err.charset()));
    }
  }

  static CommandLine commandLine() {
    CommandLine ras = new CommandLine(new Main());
    versioned(ras);
    return ras.setParameterExceptionHandler(
            (wrong, arguments) -> {
              CommandLine command = wrong.getCommandLine();
              complain(command.getErr(), whatIsWrong(wrong));
              command.usage(command.getErr());
              return MISCONFIGURED;
            })
        .setExecutionExceptionHandler(Main::explain);
  }

  /** Every command has {@code --version}; one that is not told would print nothing. */
  private static void versioned(CommandLine command) {
    command.getCommandSpec().version("Result Aggregator Service " + Version.current());
    command.getSubcommands().values().forEach(Main::versioned);
  }

  private static String whatIsWrong(CommandLine.ParameterException wrong) {
    boolean unknown =
        wrong instanceof UnmatchedArgumentException unmatched
            && unmatched.getCommandLine().getParent() == null
            && !unmatched.isUnknownOption();
    return unknown
        ? "There is no command " + ((UnmatchedArgumentException) wrong).getUnmatched().getFirst()
        : String.valueOf(wrong.getMessage());
  }

  private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
    boolean serve = command.getCommandName().equals(DEFAULT_COMMAND);
    String who = serve ? "RAS" : command.getCommandSpec().qualifiedName();
    return explain(failure, who, serve ? "cannot start" : "cannot run", command.getErr());
  }

  private static int explain(Exception failure, String who, String cannot, PrintWriter err) {
    return switch (failure) {
      case MisconfiguredException wrong -> {
        complain(err, "%s %s. %s".formatted(who, cannot, wrong.getMessage()));
        yield MISCONFIGURED;
      }
      case RasException foreseen -> {
        complain(err, who + " failed. " + foreseen.getMessage());
        yield FAILED;
      }
      default -> {
        LoggerFactory.getLogger(Main.class).error("Unexpected failure", failure);
        print(err, who + " failed unexpectedly (" + failure + "); the log has the details.");
        yield FAILED;
      }
    };
  }

  /** Says what ends the process. */
  private static void complain(PrintWriter err, String message) {
    if (Logging.isForMachines()) {
      // Who reads the log of a service alone sees nothing of standard error.
      LoggerFactory.getLogger(Main.class).error("{}", message);
    }
    print(err, message);
  }

  private static void print(PrintWriter err, String message) {
    err.println(message);
    err.flush();
  }
}
