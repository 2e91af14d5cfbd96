package com.huleedu.ras.application.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What who shares a load gets, also when the load fails. */
class SingleFlightTest {
  private final SingleFlight<String, String> flights = new SingleFlight<>();
  private final Queue<Throwable> caught = new ConcurrentLinkedQueue<>();

  /** One flies, the second and the third wait for it to land and share the next. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itsFailureReachesAllAsItIs(boolean error) throws InterruptedException {
    CountDownLatch landing = new CountDownLatch(1);
    Thread first = start(() -> flights.run("key", () -> waitFor(landing)));
    awaitWaiting(first);
    Throwable failure = error ? new AssertionError("bad") : new IllegalStateException("bad");
    Thread second = start(() -> flights.run("key", () -> fail(failure)));
    awaitWaiting(second);
    Thread third = start(() -> flights.run("key", () -> "not its load"));
    awaitWaiting(third);

    landing.countDown();
    for (Thread thread : new Thread[] {first, second, third}) {
      thread.join();
    }
    if (error) {
      assertThat(caught).hasSize(2).contains(failure);
      assertThat(caught).anyMatch(it -> failure.equals(it.getCause()));
    } else {
      assertThat(caught).containsExactly(failure, failure);
    }
  }

  @Test
  void itsValueReachesAllWhoShareIt() throws InterruptedException {
    CountDownLatch landing = new CountDownLatch(1);
    Queue<String> got = new ConcurrentLinkedQueue<>();
    Thread first = start(() -> got.add(flights.run("key", () -> waitFor(landing))));
    awaitWaiting(first);
    Thread second = start(() -> got.add(flights.run("key", () -> "shared")));
    awaitWaiting(second);
    Thread third = start(() -> got.add(flights.run("key", () -> "not its load")));
    awaitWaiting(third);

    landing.countDown();
    for (Thread thread : new Thread[] {first, second, third}) {
      thread.join();
    }
    assertThat(got).containsExactlyInAnyOrder("landed", "shared", "shared");
  }

  @Test
  void afterAFailureTheNextLoadIsANewOne() throws InterruptedException {
    start(() -> flights.run("key", () -> fail(new IllegalStateException("bad")))).join();
    Queue<String> got = new ConcurrentLinkedQueue<>();
    assertThat(start(() -> got.add(flights.run("key", () -> "good"))).join(Duration.ofSeconds(2)))
        .as("it ended")
        .isTrue();
    assertThat(got).containsExactly("good");
    assertThat(flights.landings("key")).isEqualTo(2);
  }

  /** Else whoever misses while others load would look into the cache twice. */
  @Test
  void aLandingConcernsItsKey() {
    for (int other = 0; other < 100; other++) {
      String load = "landed";
      flights.run("other " + other, () -> load);
    }
    assertThat(flights.landings("key")).isZero();
    assertThat(flights.landings("other 7")).isPositive();
  }

  private Thread start(Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            work.run();
          } catch (Throwable failure) {
            caught.add(failure);
          }
        });
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.isAlive()).as("it waits and does not go on").isTrue();
      Thread.onSpinWait();
    }
  }

  private static String waitFor(CountDownLatch latch) {
    try {
      latch.await();
      return "landed";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
