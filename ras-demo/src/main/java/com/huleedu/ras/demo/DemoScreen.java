package com.huleedu.ras.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What the demo tells the person who started it; in colour on a terminal. */
final class DemoScreen {
  private final PrintWriter out;
  private final Ansi ansi;

  DemoScreen(CommandLine command) {
    this.out = command.getOut();
    this.ansi = command.getColorScheme().ansi();
  }

  /** Says what is being done, and when it is done how long it took. */
  <T> T during(String what, Supplier<T> task) {
    out.print(what + " … ");
    out.flush();
    long begin = System.nanoTime();
    T result = task.get();
    double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
    out.printf("%.1f s%n", seconds);
    out.flush();
    return result;
  }

  void ready(Addresses addresses) {
    print(
        """

        @|bold,green RAS is up.|@

          API         @|bold %s|@
          metrics     %s/metrics
          operators   %s
          Kafka       %s
          PostgreSQL  %s
          Redis       %s
        """,
        addresses.http(),
        addresses.metrics(),
        addresses.admin(),
        addresses.kafka(),
        addresses.postgres(),
        addresses.redis());
  }

  void watch(Addresses addresses, SampleBatch batch) {
    print(
        """

        %s is just handing in %d essays. Watch them go from REGISTERED to COMPLETED, with their
        grades, in about 35 s:

          @|cyan %s|@

        All batches of that teacher:

          @|cyan %s|@
        """,
        batch.teacher(),
        batch.essays().size(),
        addresses.curl(addresses.status(batch.id())),
        addresses.curl(addresses.batchesOf(batch.teacher())));
  }

  void furtherSteps(Addresses addresses) {
    print(
        """

        Also:

          @|cyan curl -s %s/healthz|@
          @|cyan curl -s %s/metrics|@
          @|cyan ./ras publish --kafka %s FILE…|@   send events of your own
          @|cyan %s|@   messages that could not be applied

        Ctrl-C stops all of it.
        """,
        addresses.http(), addresses.metrics(), addresses.kafka(), addresses.deadLetters());
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  private void print(String text, Object... values) {
    out.print(ansi.string(text).formatted(values));
    out.flush();
  }
}
