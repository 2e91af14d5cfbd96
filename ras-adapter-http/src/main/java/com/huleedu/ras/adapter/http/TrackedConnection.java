package com.huleedu.ras.adapter.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.HeaderName;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A connection that a shutdown closes between two requests only.
 *
 * <p>Helidon's own shutdown interrupts a connection that seems to wait for a request, and knows of
 * a race: the interrupt may hit the request that just came in. Here one compare-and-set decides
 * between the two, so a request whose first line was read is always answered:
 *
 * <pre>
 * IDLE ⇄ BUSY (from the request line to the answer)
 *   ↓
 * CLOSING (interrupt on its way) → CLOSED
 * </pre>
 *
 * <p>It is no InterruptableTask either, so Helidon's executor leaves it alone until the grace
 * period is over.
 */
final class TrackedConnection implements ServerConnection {
  private static final ScopedValue<TrackedConnection> CURRENT = ScopedValue.newInstance();

  private enum State {
    IDLE,
    BUSY,
    CLOSING,
    CLOSED
  }

  private final ServerConnection delegate;
  private final ReceivedHead head;
  private final Drain drain;
  private final Duration stuckAfter;
  private final Consumer<Throwable> failed;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private volatile boolean hasAsked;

  /**
   * @param head through which the delegate reads
   * @param stuckAfter how long one request may take, from its first line to its answer, and the
   *     time between two
   * @param failed is told what ended the connection, if it was a failure
   */
  TrackedConnection(
      ServerConnection delegate,
      ReceivedHead head,
      Drain drain,
      Duration stuckAfter,
      Consumer<Throwable> failed) {
    this.delegate = delegate;
    this.head = head;
    this.drain = drain;
    this.stuckAfter = stuckAfter;
    this.failed = failed;
  }

  /** To be called by the connection's thread as soon as a request line was read. */
  static void requestBegins() {
    if (CURRENT.isBound()) {
      CURRENT.get().startRequest();
    }
  }

  /** To be called by the connection's thread as soon as all headers of a request were read. */
  static void requestIsWhole() {
    if (CURRENT.isBound()) {
      CURRENT.get().hasAsked = true;
    }
  }

  /**
   * To be called by the connection's thread as soon as a request was answered.
   *
   * @param last whether the answer said that it is the connection's last one
   */
  static void requestEnds(boolean last) {
    if (CURRENT.isBound()) {
      CURRENT.get().end(last);
    }
  }

  /** The values of a header of the current request, which may be one that could not be read. */
  static List<String> received(HeaderName name) {
    return CURRENT.isBound() ? CURRENT.get().head.values(name) : List.of();
  }

  /** Whether the answer to the current request is the last one on its connection. */
  static boolean isClosing() {
    return CURRENT.isBound() && CURRENT.get().closing();
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    ScopedValue.where(CURRENT, this)
        .<@org.jspecify.annotations.Nullable Void, InterruptedException>call(() -> {
          handleDelegate(limit);
          return null;
        });
  }

  private void handleDelegate(Limit limit) throws InterruptedException {
    try {
      delegate.handle(limit);
    } catch (RuntimeException failure) {
      failed.accept(failure);
      throw failure;
    }
  }

  @Override
  public Duration idleTime() {
    return delegate.idleTime();
  }

  /**
   * Called by Helidon on shutdown, and when {@link #idleTime} is over its limit. That is the one
   * for a connection that has not asked for anything yet, which may be the shorter one.
   */
  @Override
  public void close(boolean interrupt) {
    if (interrupt) {
      delegate.close(true);
    } else if (drain.begun()) {
      drain.awaitQuiet();
      closeIfIdle();
    } else if ((!hasAsked || idleTime().compareTo(stuckAfter) > 0) && !closeIfIdle()) {
      // A client that sends its headers or takes its answer byte by byte.
      delegate.close(true);
    }
  }

  private boolean closeIfIdle() {
    if (!state.compareAndSet(State.IDLE, State.CLOSING)) {
      return false;
    }
    delegate.close(true);
    state.set(State.CLOSED);
    return true;
  }

  private void startRequest() {
    head.begin();
    if (!state.compareAndSet(State.IDLE, State.BUSY)) {
      while (state.get() == State.CLOSING) {
        Thread.onSpinWait();
      }
      // The interrupt came too late for this request: it is answered, as the connection's last.
      Thread.interrupted();
    }
  }

  private void end(boolean last) {
    head.forget();
    state.compareAndSet(State.BUSY, State.IDLE);
    // A client that was not told may already have sent its next request: as long as a shutdown
    // still serves idle connections, that one is answered, and told.
    if (last || drain.isOver()) {
      // Helidon leaves it to the client to close. From the connection's own thread this interrupts
      // nothing; it ends the loop.
      delegate.close(false);
    }
  }

  private boolean closing() {
    return drain.begun() || state.get() == State.CLOSED;
  }
}
