package com.huleedu.ras.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests that arrive when they arrive, whether or not the server has answered those before. The
 * latency of each counts from when it was due, so that a server that stalls has all that it kept
 * waiting in its percentiles.
 */
public final class OpenLoop {
  private static final long HIGHEST = TimeUnit.SECONDS.toNanos(60);

  private final Requests requests;
  private final long[] due;
  private final long counted;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong good = new AtomicLong();
  private final AtomicLong shed = new AtomicLong();
  private final AtomicLong shedWithoutRetryAfter = new AtomicLong();
  private final AtomicLong other = new AtomicLong();
  private final AtomicLong closed = new AtomicLong();
  private final Histogram latency = new ConcurrentHistogram(HIGHEST, 3);

  /**
   * Arrivals at random times (Poisson).
   *
   * @param perSecond on average
   * @param connections how many requests may be under way; those beyond wait, and their time counts
   * @param warmUp what is due in it is asked and not counted
   */
  public record Pace(
      double perSecond, int connections, Duration warmUp, Duration measured, long seed) {}

  /**
   * What came of it, without the warm-up.
   *
   * @param latency in nanoseconds, of the answers with the expected status
   * @param good answers with the expected status
   * @param shed answers 503
   * @param shedWithoutRetryAfter those of them that did not say when to come again
   * @param other answers with another status
   * @param closed how often the server closed a connection
   */
  public record Result(
      Histogram latency,
      long good,
      long shed,
      long shedWithoutRetryAfter,
      long other,
      long closed) {}

  private OpenLoop(Requests requests, Pace pace) {
    this.requests = requests;
    this.due = arrivals(pace);
    this.counted = pace.warmUp().toNanos();
  }

  public static Result run(Requests requests, Pace pace) {
    return new OpenLoop(requests, pace).run(pace.connections());
  }

  private static long[] arrivals(Pace pace) {
    Random random = new Random(pace.seed());
    double all = pace.warmUp().plus(pace.measured()).toNanos();
    List<Long> times = new ArrayList<>();
    for (double time = 0; time < all; ) {
      times.add((long) time);
      time += -Math.log(1 - random.nextDouble()) * 1e9 / pace.perSecond();
    }
    return times.stream().mapToLong(Long::longValue).toArray();
  }

  private Result run(int connections) {
    long started = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      callers.add(Thread.ofPlatform().daemon().name("caller-" + i).start(() -> call(started)));
    }
    try {
      for (Thread caller : callers) {
        caller.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadFailedException("interrupted", e);
    }
    return new Result(
        latency.copy(),
        good.get(),
        shed.get(),
        shedWithoutRetryAfter.get(),
        other.get(),
        closed.get());
  }

  private void call(long started) {
    long place = next.getAndIncrement();
    while (place < due.length) {
      try (HttpConnection connection = new HttpConnection(requests.port())) {
        while (place < due.length) {
          long at = started + due[(int) place];
          awaitTime(at);
          int status = connection.exchange(requests.requests().get(requests.at(place)));
          if (due[(int) place] >= counted) {
            count(status, connection, System.nanoTime() - at);
          }
          place = next.getAndIncrement();
        }
      } catch (IOException e) {
        closed.incrementAndGet();
        place = next.getAndIncrement();
      }
    }
  }

  private void count(int status, HttpConnection connection, long nanos) {
    if (status == requests.expected()) {
      good.incrementAndGet();
      latency.recordValue(Math.min(nanos, HIGHEST));
    } else if (status == 503) {
      shed.incrementAndGet();
      if (connection.header("Retry-After").isEmpty()) {
        shedWithoutRetryAfter.incrementAndGet();
      }
    } else {
      other.incrementAndGet();
    }
  }

  private static void awaitTime(long at) {
    for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
