package com.huleedu.ras.benchmarks;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** What goes on while it is measured: a bar on a terminal, else a line per step. */
final class Screen implements AutoCloseable {
  private final PrintStream out = System.err;
  private final @Nullable ProgressBar bar;
  private final long started = System.nanoTime();

  Screen(int rows) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
    bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("bench")
                .setInitialMax(rows)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build()
            : null;
  }

  /** Something that takes a while begins. */
  void say(String what) {
    if (bar != null) {
      bar.setExtraMessage(what.strip());
    } else {
      out.printf(Locale.ROOT, "%4d s  %s%n", (System.nanoTime() - started) / 1_000_000_000, what);
    }
  }

  void repetition(RowId row, int repetition, int of) {
    say("  %s, repetition %d of %d".formatted(row.id(), repetition + 1, of));
  }

  /** A row is done. */
  void done(Row row) {
    if (bar != null) {
      bar.step();
    } else {
      say(Table.line(row));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
