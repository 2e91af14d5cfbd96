package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.configuration.Settings;
import java.io.Console;
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

  /** What he warns of is his result. */
  static void ofTheDoctor(Map<String, String> environment) {
    set(environment, "ERROR", "logback-command.xml");
  }

  /** Whether the log is JSON lines, which something reads that may see nothing else. */
  static boolean isForMachines() {
    return System.getProperty(CONFIGURATION, "").contains("json");
  }

  private static void set(Map<String, String> environment, String level, String configuration) {
    // A level that is none is named when all settings are read.
    System.setProperty("ras.log.level", new Settings(environment).logLevel(level));
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, configuration);
    }
    // Helidon and the PostgreSQL driver log through java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
