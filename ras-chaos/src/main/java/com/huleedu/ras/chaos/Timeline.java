package com.huleedu.ras.chaos;

import java.util.ArrayList;
import java.util.List;

/** What happened when, in milliseconds since the beginning. */
final class Timeline {
  /** Something done on purpose, from one moment to another. */
  record Span(String what, Target target, long from, long to) {}

  /** What a fault hits. */
  enum Target {
    PROCESS,
    POSTGRES,
    REDIS,
    KAFKA
  }

  /**
   * How far everybody was at one moment.
   *
   * @param inLog messages
   * @param projected messages; -1 while the database did not say
   * @param ready processes
   */
  record Sample(long at, long inLog, long projected, int ready) {}

  private final long started = System.nanoTime();
  private final List<Span> spans = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();

  long now() {
    return (System.nanoTime() - started) / 1_000_000;
  }

  synchronized void span(String what, Target target, long from) {
    spans.add(new Span(what, target, from, now()));
  }

  synchronized void sample(long inLog, long projected, int ready) {
    samples.add(new Sample(now(), inLog, projected, ready));
  }

  synchronized List<Span> spans() {
    return List.copyOf(spans);
  }

  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }
}
