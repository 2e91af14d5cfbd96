package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.UnavailableException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, and the order of stopping it: first the front (what takes in requests and
 * messages), all of it at once since each part has work to finish; then the back (what the front
 * needs for that), newest first.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final ServiceHealth health = new ServiceHealth(InstantSource.system());
  private final List<AutoCloseable> front = new ArrayList<>();
  private final Deque<AutoCloseable> back = new ArrayDeque<>();
  private boolean closed;

  ServiceHealth health() {
    return health;
  }

  synchronized boolean areOpen() {
    return !closed;
  }

  <T extends AutoCloseable> T front(T part) {
    return add(part, () -> front.add(part));
  }

  <T extends AutoCloseable> T back(T part) {
    return add(part, () -> back.push(part));
  }

  private synchronized <T extends AutoCloseable> T add(T part, Runnable addition) {
    if (closed) {
      close(part);
      throw new UnavailableException("RAS", "it was stopped while it was starting");
    }
    addition.run();
    return part;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    health.stopping();
    LOG.info("Stopping");
    List<Thread> closing =
        front.stream().map(part -> Thread.ofPlatform().daemon().start(() -> close(part))).toList();
    closing.forEach(Parts::join);
    back.forEach(Parts::close);
    LOG.info("Stopped");
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      // The others have to be closed all the same.
      LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
