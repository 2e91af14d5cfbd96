package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.testkit.history.Histories;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Publishes history after history, each in a world of its own, with some poison between. */
final class Load implements AutoCloseable {
  private static final int EVENTS = 100;

  private final Deployment deployment;
  private final Log log;
  private final long seed;
  private final History history;
  private final List<CompletionEvent> meant = new ArrayList<>();
  private CountDownLatch stopping = new CountDownLatch(1);
  private int worlds;
  private int poison;
  private Thread thread;

  Load(Deployment deployment, Log log, long seed) {
    this(deployment, log, seed, Histories::random);
  }

  Load(Deployment deployment, Log log, long seed, History history) {
    this.history = history;
    this.deployment = deployment;
    this.log = log;
    this.seed = seed;
  }

  /** Publishes some histories at once. */
  Load publish(int histories) {
    for (int i = 0; i < histories; i++) {
      int world = worlds++;
      List<ScenarioEvent> messages = new ArrayList<>();
      List<CompletionEvent> events = history.of(seed + world, EVENTS, "~" + world);
      for (CompletionEvent event : Histories.redelivered(events, seed - world)) {
        PublishedEvent published = PublishedEvent.of(event, deployment);
        meant.add(published.meant());
        messages.add(published.message());
      }
      byte[] malformed = ("{\"poison\":" + poison++).getBytes(StandardCharsets.UTF_8);
      messages.add(new ScenarioEvent(Topics.DEFAULT.spellcheckCompleted(), null, malformed));
      log.publishAll(messages);
    }
    return this;
  }

  /** Goes on publishing until it is stopped. */
  Load start() {
    CountDownLatch ending = new CountDownLatch(1);
    stopping = ending;
    thread =
        Thread.ofPlatform()
            .name("load")
            .start(() -> {
              try {
                while (!ending.await(100, TimeUnit.MILLISECONDS)) {
                  publish(1);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return this;
  }

  int poison() {
    return poison;
  }

  /** What all of it means; to be asked once stopped. */
  List<CompletionEvent> meant() {
    return meant;
  }

  void stop() {
    stopping.countDown();
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** A history in a world of its own, as {@link Histories} has them. */
  @FunctionalInterface
  interface History {
    List<CompletionEvent> of(long seed, int size, String world);
  }
}
