package com.huleedu.ras.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at what fires, many times between two evaluations, and remembers it. */
final class AlertWatch implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(100);

  private final Supplier<Prometheus.Alerts> alerts;
  private final Map<String, Long> fired = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile long began = System.nanoTime();
  private volatile long calmSince = began;
  private volatile Prometheus.Alerts last = new Prometheus.Alerts(Set.of(), Set.of());
  private volatile boolean closed;

  private AlertWatch(Supplier<Prometheus.Alerts> alerts) {
    this.alerts = alerts;
    this.thread = Thread.ofPlatform().daemon().name("alert-watch").unstarted(this::run);
  }

  static AlertWatch start(Supplier<Prometheus.Alerts> alerts) {
    AlertWatch watch = new AlertWatch(alerts);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (!closed) {
        Prometheus.Alerts now = alerts.get();
        long when = System.nanoTime();
        now.firing().forEach(alert -> fired.putIfAbsent(alert, when));
        if (!now.areNone()) {
          calmSince = when;
        }
        last = now;
        Waiting.pause(STEP);
      }
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  /** Forgets what fired; the time begins. */
  void begin() {
    check();
    fired.clear();
    began = System.nanoTime();
  }

  /** What fired since the time began, and how long after that first. */
  Map<String, Duration> fired() {
    check();
    long from = began;
    Map<String, Duration> after = new ConcurrentHashMap<>();
    fired.forEach((alert, when) -> after.put(alert, Duration.ofNanos(when - from)));
    return after;
  }

  /** Whether nothing fired, nor was about to, for so long. */
  boolean isCalmFor(Duration time) {
    check();
    return System.nanoTime() - calmSince >= time.toNanos();
  }

  /** What fires, or is about to. */
  Prometheus.Alerts last() {
    return last;
  }

  private void check() {
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
