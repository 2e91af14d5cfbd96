package com.huleedu.ras.bootstrap.command;

import java.io.Console;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Chooses the form of the log before the first logger is made. */
final class Logging {
  private static final String CONFIGURATION = "logback.configurationFile";

  private Logging() {}

  /** JSON for machines; plain, coloured lines on a terminal. */
  static void ofTheService(Map<String, String> environment) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    set(environment, "INFO", terminal ? "logback-terminal.xml" : "logback-json.xml");
  }

  /** Warnings only, and beside the output, which belongs to the result. */
  static void ofACommand(Map<String, String> environment) {
    set(environment, "WARN", "logback-command.xml");
  }

  private static void set(Map<String, String> environment, String level, String configuration) {
    String chosen = environment.getOrDefault("LOG_LEVEL", level).strip().toUpperCase(Locale.ROOT);
    System.setProperty("ras.log.level", chosen);
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, configuration);
    }
    // Helidon and the PostgreSQL driver log through java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
