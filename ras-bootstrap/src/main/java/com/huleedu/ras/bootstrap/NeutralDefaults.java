package com.huleedu.ras.bootstrap;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;

/**
 * Language, zone and encoding of a process of ours, whatever those of its host are: the driver of
 * PostgreSQL tells the server the JVM's zone, libraries write numbers in the JVM's digits, and what
 * is printed is read by machines.
 *
 * <p>For processes alone: the defaults of a program that embeds RAS are its own, and RAS itself
 * writes no number in the digits of a language.
 */
public final class NeutralDefaults {
  private NeutralDefaults() {}

  /** Sets them for the whole process; has to be the first that a {@code main} does. */
  public static void set() {
    Locale.setDefault(Locale.ROOT);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    // A terminal says itself what it can show.
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
      System.setProperty("stdout.encoding", "UTF-8");
      System.setProperty("stderr.encoding", "UTF-8");
      System.setOut(utf8(FileDescriptor.out));
      System.setErr(utf8(FileDescriptor.err));
    }
  }

  private static PrintStream utf8(FileDescriptor where) {
    return new PrintStream(new FileOutputStream(where), true, StandardCharsets.UTF_8);
  }
}
