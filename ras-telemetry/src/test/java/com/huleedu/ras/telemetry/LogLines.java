package com.huleedu.ras.telemetry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What this module logs while a test listens, level and message. */
record LogLines(Logger logger, ListAppender<ILoggingEvent> appender) implements AutoCloseable {

  static LogLines listen() {
    Logger logger = (Logger) LoggerFactory.getLogger("com.huleedu.ras.telemetry");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    return new LogLines(logger, appender);
  }

  List<String> lines() {
    return List.copyOf(appender.list).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  /** Whether any line has the trace of an exception. */
  boolean hasStackTrace() {
    return List.copyOf(appender.list).stream().anyMatch(event -> event.getThrowableProxy() != null);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
