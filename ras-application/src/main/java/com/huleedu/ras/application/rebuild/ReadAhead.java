package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.port.projection.Poll;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads, decodes and folds the log on a thread of its own, while the caller writes the stretch
 * before. Two are in memory at most: the one that is written, and the one that is read.
 */
final class ReadAhead implements AutoCloseable {

  /** Gives every poll, on the thread that calls it, until it is told that this is enough. */
  interface Reading extends Consumer<Predicate<Poll>> {}

  private final long atMost;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All of it is changed under the lock, but for what is being read.
  private Stretch read = new Stretch();
  private @Nullable Stretch ready;
  private boolean beingWritten;
  private volatile boolean closed;
  private boolean over;
  private @Nullable Throwable failure;

  private ReadAhead(long atMost) {
    this.atMost = atMost;
  }

  /**
   * @param atMost a stretch ends where it takes so many bytes of heap
   */
  static ReadAhead start(Reading reading, long atMost) {
    ReadAhead ahead = new ReadAhead(atMost);
    Thread.ofPlatform().daemon().name("ras-read-ahead").start(() -> ahead.run(reading));
    return ahead;
  }

  private void run(Reading reading) {
    @Nullable Throwable end = null;
    try {
      reading.accept(this::add);
      if (!read.isEmpty()) {
        handOver();
      }
    } catch (RuntimeException | Error failed) {
      end = failed; // whoever waits for the next stretch throws it
    }
    lock.lock();
    try {
      failure = end;
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether to read on. */
  private boolean add(Poll poll) {
    read.add(poll);
    return !closed && (!read.takes(atMost) || handOver());
  }

  /** Waits until it is taken; one that is larger than it should be, until it is written. */
  private boolean handOver() {
    boolean large = read.takes(2 * atMost);
    lock.lock();
    try {
      ready = read;
      read = new Stretch();
      changed.signalAll();
      while (!closed && (ready != null || (large && beingWritten))) {
        changed.awaitUninterruptibly();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next stretch, the one before being written; empty at the end.
   *
   * @throws RuntimeException why reading failed
   */
  Optional<Stretch> next() {
    lock.lock();
    try {
      beingWritten = false;
      changed.signalAll();
      while (ready == null && !over) {
        changed.awaitUninterruptibly();
      }
      Optional<Stretch> next = Optional.ofNullable(ready);
      if (next.isEmpty()) {
        throwFailure();
      }
      ready = null;
      beingWritten = next.isPresent();
      changed.signalAll();
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void throwFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
  }

  /** Ends reading, and waits until it has: a log is for one thread at a time. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      while (!over) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
