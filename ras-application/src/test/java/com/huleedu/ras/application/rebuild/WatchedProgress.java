package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.port.rebuild.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a person is shown, who may do something at any moment of it, as to end it. */
final class WatchedProgress implements Progress {
  private static final int ENDLESS = 20_000;

  /** Each with its total, if that is known. */
  final List<String> steps = new ArrayList<>();

  /** Each with its total and how far it came. */
  final List<String> shown = new ArrayList<>();

  Consumer<String> atStep = _ -> {};
  Runnable atAdvance = () -> {};
  Runnable atPause = () -> {};
  BooleanSupplier goOn = () -> true;
  long advanced;
  int pauses;
  boolean toldToEnd;
  private String step = "";
  private long done;
  private int asked;

  @Override
  public void startStep(String what, long total) {
    steps.add(total == 0 ? what : what + ": " + total);
    step = what + " " + total + ": ";
    done = 0;
    shown.add(step + done);
    atStep.accept(what);
  }

  @Override
  public void advance(long units) {
    advanced += units;
    done += units;
    shown.set(shown.size() - 1, step + done);
    atAdvance.run();
  }

  @Override
  public void pause() {
    pauses++;
    atPause.run();
  }

  @Override
  public boolean goOn() {
    if (++asked > ENDLESS) {
      throw new AssertionError("it goes on for ever, by mistake");
    }
    return !toldToEnd && goOn.getAsBoolean();
  }
}
