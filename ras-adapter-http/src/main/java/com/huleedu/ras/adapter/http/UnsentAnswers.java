package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much memory the answers have together that clients have not taken yet. Each is bounded, and
 * held until its client has read it, or for a minute if it does not; so without a bound on their
 * sum some hundred clients that don't read would take all memory there is.
 */
final class UnsentAnswers {
  /**
   * Answers up to this size always pass: probes and usual ones, and what the system takes off our
   * hands at once.
   */
  static final int SMALL = 64 * 1_024;

  private static final int ANSWERS_SHARE = 4;
  // Of their own, so that who asks for metrics gets them whatever becomes of the answers.
  private static final int METRICS_SHARE = 32;

  private final Room answers;
  private final Room metrics;

  /**
   * @param memory bytes that there are for everything
   */
  UnsentAnswers(long memory) {
    answers = new Room(memory / ANSWERS_SHARE);
    metrics = new Room(memory / METRICS_SHARE);
  }

  Room of(Endpoint endpoint) {
    return endpoint == Endpoint.METRICS ? metrics : answers;
  }

  /** For what is being sent, and as much for what waits for that. */
  static final class Room {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    // Helidon makes another one, with the headers in front.
    private static final int COPIES = 2;
    private static final int UNIT = 1_024;

    private final int units;
    private final Semaphore sending;
    private final Semaphore waiting;

    Room(long bytes) {
      units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
      sending = new Semaphore(units, true);
      waiting = new Semaphore(units, true);
    }

    /**
     * Takes the place of an answer, to be given back when it was sent; waits for it for a second if
     * not too many do. One that is larger than all of the room takes all of it.
     *
     * @return what was taken
     * @throws UnavailableException if there is none: overloaded
     */
    int take(int length) {
      if (length <= SMALL) {
        return 0;
      }
      int needed = within((long) length * COPIES);
      int held = within(length);
      try {
        // With a time, though it is none, nobody overtakes those that wait.
        if (sending.tryAcquire(needed, 0, TimeUnit.NANOSECONDS)) {
          return needed;
        }
        if (waiting.tryAcquire(held)) {
          try {
            if (sending.tryAcquire(needed, PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
              return needed;
            }
          } finally {
            waiting.release(held);
          }
        }
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      }
      throw UnavailableException.overloaded(
          "RAS", "answers that clients do not take have all the memory there is for them");
    }

    void giveBack(int taken) {
      sending.release(taken);
    }

    private int within(long bytes) {
      return Math.clamp(bytes / UNIT, 1, units);
    }
  }
}
