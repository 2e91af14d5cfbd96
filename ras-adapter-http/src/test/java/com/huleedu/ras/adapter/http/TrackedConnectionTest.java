package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TrackedConnectionTest {
  private static final Duration STUCK_AFTER = Duration.ofSeconds(60);
  private final Drain drain = new Drain();
  private final Helidon helidon = new Helidon();
  private final TrackedConnection connection =
      new TrackedConnection(
          helidon, new ReceivedHead(DataReader.create(() -> null)), drain, STUCK_AFTER, _ -> {});

  /** Closing interrupts the thread that a test runs in, which the next test has to be spared. */
  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void an_idle_connection_is_interrupted() {
    drain.start();
    connection.close(false);
    assertThat(helidon.closed).containsExactly(true);
  }

  @Test
  void a_connection_that_is_idle_too_long_is_interrupted() {
    connection.close(false);
    assertThat(helidon.closed).containsExactly(true);
  }

  @Test
  void a_request_under_way_is_not_interrupted() throws Exception {
    running(() -> {
      TrackedConnection.requestBegins();
      assertThat(TrackedConnection.isClosing()).isFalse();
      drain.start();
      connection.close(false);
      assertThat(TrackedConnection.isClosing()).isTrue();
      assertThat(helidon.closed).isEmpty();
      TrackedConnection.requestEnds(true);
      assertThat(helidon.closed).containsExactly(false);
    });
  }

  @Test
  void a_request_that_meets_the_interrupt_is_answered_as_the_last_one() throws Exception {
    running(() -> {
      drain.start();
      connection.close(false);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      TrackedConnection.requestBegins();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(TrackedConnection.isClosing()).isTrue();
    });
  }

  @Test
  void a_client_that_was_not_told_may_send_one_more_request() throws Exception {
    running(() -> {
      TrackedConnection.requestBegins();
      drain.start();
      TrackedConnection.requestEnds(false);
      assertThat(helidon.closed).isEmpty();
      TrackedConnection.requestBegins();
      assertThat(TrackedConnection.isClosing()).isTrue();
      drain.awaitQuiet();
      TrackedConnection.requestEnds(false);
      assertThat(helidon.closed).containsExactly(false);
    });
  }

  private void assertIsClosedOnceOfNoUseForLong() {
    helidon.idle = STUCK_AFTER;
    connection.close(false);
    assertThat(helidon.closed).isEmpty();
    helidon.idle = STUCK_AFTER.plusMillis(1);
    connection.close(false);
    assertThat(helidon.closed).containsExactly(true);
  }

  @Test
  void a_request_that_takes_for_ever_is_interrupted_in_the_end() throws Exception {
    running(() -> {
      TrackedConnection.requestBegins();
      TrackedConnection.requestIsWhole();
      assertIsClosedOnceOfNoUseForLong();
    });
  }

  @Test
  void a_request_whose_headers_never_end_is_interrupted_as_soon_as_helidon_asks() throws Exception {
    running(() -> {
      TrackedConnection.requestBegins();
      connection.close(false);
      assertThat(helidon.closed).containsExactly(true);
    });
  }

  @Test
  void who_has_asked_for_something_may_be_idle_for_longer() throws Exception {
    running(() -> {
      TrackedConnection.requestBegins();
      TrackedConnection.requestIsWhole();
      TrackedConnection.requestEnds(false);
      assertIsClosedOnceOfNoUseForLong();
    });
  }

  @Test
  void a_forced_close_is_passed_on_at_any_time() throws Exception {
    running(() -> {
      TrackedConnection.requestBegins();
      connection.close(true);
      assertThat(helidon.closed).containsExactly(true);
    });
  }

  private void running(Runnable inside) throws InterruptedException {
    helidon.inside = inside;
    connection.handle(FixedLimit.create());
  }

  /** In the place of Helidon's connection: runs what the test wants, notes how it was closed. */
  private static final class Helidon implements ServerConnection {
    private final List<Boolean> closed = new ArrayList<>();
    private Runnable inside = () -> {};
    private Duration idle = Duration.ZERO;

    @Override
    public void handle(Limit limit) {
      inside.run();
    }

    @Override
    public Duration idleTime() {
      return idle;
    }

    @Override
    public void close(boolean interrupt) {
      closed.add(interrupt);
      if (interrupt) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
