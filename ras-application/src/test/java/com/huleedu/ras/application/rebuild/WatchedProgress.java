package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.port.rebuild.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a person is shown, who may do something at any moment of it, as to end it. */
final class WatchedProgress implements Progress {
  private static final int ENDLESS = 5_000;

  final List<String> steps = new ArrayList<>();
  Consumer<String> atStep = _ -> {};
  Runnable atAdvance = () -> {};
  Runnable atPause = () -> {};
  long advanced;
  int pauses;
  boolean toldToEnd;
  private int asked;

  @Override
  public void startStep(String what, long total) {
    steps.add(total == 0 ? what : what + ": " + total);
    atStep.accept(what);
  }

  @Override
  public void advance(long units) {
    advanced += units;
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
    return !toldToEnd;
  }
}
