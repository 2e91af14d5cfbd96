package com.huleedu.ras.adapter.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is logged meanwhile, by us and by Kafka's clients, from INFO on. */
final class Lines implements AutoCloseable {
  private final Logger ras = (Logger) LoggerFactory.getLogger("com.huleedu.ras");
  private final Logger clients = (Logger) LoggerFactory.getLogger("org.apache.kafka");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private Lines() {}

  static Lines listen() {
    Lines lines = new Lines();
    lines.appender.start();
    lines.clients.setAdditive(false); // of what they are refused they tell a lot
    List.of(lines.ras, lines.clients)
        .forEach(logger -> {
          logger.setLevel(Level.INFO);
          logger.addAppender(lines.appender);
        });
    return lines;
  }

  List<String> all() {
    return List.copyOf(appender.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** Those of ours that an operator is to read. */
  List<String> warnings() {
    return List.copyOf(appender.list).stream()
        .filter(event -> event.getLoggerName().startsWith("com.huleedu.ras"))
        // Of no concern here: each message is one.
        .filter(event -> !event.getLoggerName().equals(EventLog.class.getName()))
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    ras.detachAppender(appender);
    clients.detachAppender(appender);
    ras.setLevel(null);
    clients.setLevel(null);
    clients.setAdditive(true);
  }
}
