package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.domain.port.rebuild.Progress;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar per step on a terminal, else a line per step and tenth of it, from "0 of" on. Beside the
 * output, which belongs to the result. SIGTERM and Ctrl-C tell the work to end, and wait until it
 * has.
 */
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final long PAUSE_MILLIS = 500;
  private static final long END_WITHIN_SECONDS = 25;

  private final boolean terminal =
      Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
  private final PrintStream out = System.err;
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "ras-stop");
  private @Nullable ProgressBar bar;
  private String step = "";
  private long total;
  private long done;

  ConsoleProgress() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void end() {
    told.countDown();
    try {
      if (!ended.await(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        out.println("It did not end in time; starting it again is safe all the same.");
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void startStep(String what, long units) {
    closeBar();
    step = what;
    total = units;
    done = 0;
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(units == 0 ? -1 : units)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(100)
              .build();
    } else {
      out.println(total == 0 ? what : "%s: 0 of %s".formatted(what, total));
    }
  }

  @Override
  public void advance(long units) {
    long tenths = tenths();
    done += units;
    if (bar != null) {
      bar.stepTo(done);
    } else if (tenths() > tenths) {
      out.printf("%s: %s of %s%n", step, done, total);
    }
  }

  private long tenths() {
    return total == 0 ? 0 : done * 10 / total;
  }

  @Override
  public void pause() {
    try {
      if (told.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        out.println("Ending.");
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean goOn() {
    return told.getCount() > 0;
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** The result may be printed now. */
  void endBars() {
    closeBar();
  }

  @Override
  public void close() {
    closeBar();
    ended.countDown();
    if (goOn()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
