package com.huleedu.ras.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** As many answers as a server gives to a number of connections that ask without a pause. */
public final class Saturation {
  private final Requests requests;
  private final Supplier<AfterAnswer> afterAnswer;
  private final AtomicLong next = new AtomicLong();
  private final LongAdder answers = new LongAdder();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private volatile boolean over;

  /** What a connection does once it has an answer. */
  @FunctionalInterface
  public interface AfterAnswer extends AutoCloseable {
    /** Called by one thread per connection. */
    void answered(int request) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  private Saturation(Requests requests, Supplier<AfterAnswer> afterAnswer) {
    this.requests = requests;
    this.afterAnswer = afterAnswer;
  }

  /**
   * For how long to ask on how many connections; what is answered in the warm-up is not counted.
   */
  public record Pace(int connections, Duration warmUp, Duration measured) {}

  /** Answers a second. */
  public static double measure(Requests requests, Pace pace) {
    return measure(requests, pace, () -> request -> {});
  }

  /**
   * Answers a second.
   *
   * @param afterAnswer makes one for each connection
   */
  public static double measure(Requests requests, Pace pace, Supplier<AfterAnswer> afterAnswer) {
    return new Saturation(requests, afterAnswer).run(pace);
  }

  private double run(Pace pace) {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < pace.connections(); i++) {
      callers.add(Thread.ofPlatform().daemon().name("caller-" + i).start(this::call));
    }
    try {
      Thread.sleep(pace.warmUp());
      long before = answers.sum();
      long started = System.nanoTime();
      Thread.sleep(pace.measured());
      long counted = answers.sum() - before;
      double seconds = (System.nanoTime() - started) / 1e9;
      over = true;
      for (Thread caller : callers) {
        caller.join();
      }
      return checked(counted) / seconds;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadFailedException("interrupted", e);
    } finally {
      over = true;
    }
  }

  private long checked(long counted) {
    String failed = failure.get();
    if (failed != null || counted == 0) {
      throw new LoadFailedException(failed == null ? "there was no answer in time" : failed);
    }
    return counted;
  }

  private void call() {
    try (AfterAnswer after = afterAnswer.get();
        HttpConnection connection = new HttpConnection(requests.port())) {
      while (!over) {
        int request = requests.at(next.getAndIncrement());
        int status = connection.exchange(requests.requests().get(request));
        if (status != requests.expected()) {
          throw new LoadFailedException(
              "status %d in place of %d: %s"
                  .formatted(status, requests.expected(), connection.content()));
        }
        answers.increment();
        after.answered(request);
      }
    } catch (IOException | LoadFailedException e) {
      failure.compareAndSet(null, String.valueOf(e.getMessage()));
    }
  }
}
