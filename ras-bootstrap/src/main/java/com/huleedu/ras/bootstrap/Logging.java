package com.huleedu.ras.bootstrap;

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
  static void set(Map<String, String> environment) {
    String level = environment.getOrDefault("LOG_LEVEL", "INFO").strip().toUpperCase(Locale.ROOT);
    System.setProperty("ras.log.level", level);
    if (System.getProperty(CONFIGURATION) == null) {
      boolean terminal =
          Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
      System.setProperty(CONFIGURATION, terminal ? "logback-terminal.xml" : "logback-json.xml");
    }
    // Helidon and the PostgreSQL driver log through java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
