package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.RasException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The service as a process: {@code java -jar ras-bootstrap.jar [serve|migrate|help]}. */
public final class Main {
  private static final int MISCONFIGURED = 2;
  private static final int FAILED = 1;
  private static final String USAGE =
      """
      The Result Aggregator Service.

      Usage: java -jar ras-bootstrap.jar [serve | migrate | help]
        serve    consume and answer, until SIGTERM or Ctrl-C (the default)
        migrate  bring the database schema up to date, and end
        help     this text

      Settings come from environment variables: docs/configuration.md.
      """;

  private Main() {}

  /** Exit codes: 0 stopped as asked, 1 failed, 2 misconfigured or misused. */
  public static void main(String[] arguments) {
    Logging.set(System.getenv());
    int code = run(arguments.length == 0 ? "serve" : arguments[0], System.getenv());
    if (code != 0) {
      System.exit(code);
    }
  }

  @SuppressWarnings("SystemOut") // the console of a command is where its complaints belong
  private static int run(String command, Map<String, String> environment) {
    try {
      switch (command) {
        case "serve" -> serve(environment);
        case "migrate" -> RasService.migrate(RasConfiguration.fromEnvironment(environment));
        case "help", "--help", "-h" -> System.out.print(USAGE);
        default -> {
          System.err.print("There is no command " + command + ".\n\n" + USAGE);
          return MISCONFIGURED;
        }
      }
      return 0;
    } catch (MisconfiguredException wrong) {
      System.err.println("RAS cannot start. " + wrong.getMessage());
      return MISCONFIGURED;
    } catch (RasException failure) {
      System.err.println("RAS failed. " + failure.getMessage());
      return FAILED;
    } catch (RuntimeException unexpected) {
      LoggerFactory.getLogger(Main.class).error("Unexpected failure", unexpected);
      System.err.println("RAS failed unexpectedly (" + unexpected + "); the log has the details.");
      return FAILED;
    }
  }

  private static void serve(Map<String, String> environment) {
    RasConfiguration configuration = RasConfiguration.fromEnvironment(environment);
    LoggerFactory.getLogger(Main.class)
        .info("Starting RAS {} with {}", Version.current(), configuration);
    Parts parts = new Parts();
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  parts.close();
                  stopped.countDown();
                },
                "ras-stop"));
    RasService service = RasService.start(configuration, parts);
    LoggerFactory.getLogger(Main.class).info("Serving on port {}", service.port());
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
