package com.huleedu.ras.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final Duration STALL = Duration.ofMillis(300);

  /** Of a client that waits for answers, one request would have met the stall. */
  @Test
  void all_that_a_stall_keeps_waiting_have_it_in_their_latency() throws IOException {
    try (StubServer server =
        new StubServer(number -> {
          if (number == 100) {
            LockSupport.parkNanos(STALL.toNanos());
          }
          return StubServer.ok();
        })) {
      OpenLoop.Result result = run(server, 500, Duration.ZERO);
      long late = result.latency().getCountBetweenValues(100_000_000, Long.MAX_VALUE / 2);
      // Of 500 a second about 100 arrive in the first 200 ms of the stall.
      assertThat(late).isBetween(40L, 220L);
      assertThat(result.latency().getMaxValue()).isGreaterThan(250_000_000);
    }
  }

  @Test
  void the_warm_up_is_not_counted() throws IOException {
    try (StubServer server = new StubServer(number -> StubServer.ok())) {
      OpenLoop.Result result = run(server, 500, Duration.ofMillis(300));
      assertThat(result.good()).isBetween(150L, 450L);
      assertThat(result.latency().getTotalCount()).isEqualTo(result.good());
    }
  }

  @Test
  void who_is_told_to_come_again_and_who_is_thrown_out_is_counted_apart() throws IOException {
    try (StubServer server =
        new StubServer(number ->
            switch (number % 4) {
              case 0 -> StubServer.ok();
              case 1 -> StubServer.answer("503 Unavailable", "Retry-After: 2\r\n", "busy");
              case 2 -> StubServer.answer("503 Unavailable", "", "busy");
              default -> "";
            })) {
      OpenLoop.Result result = run(server, 400, Duration.ZERO);
      assertThat(result.good()).isPositive();
      assertThat(result.shed()).isCloseTo(2 * result.shedWithoutRetryAfter(), within(2L));
      assertThat(result.closed()).isPositive();
      assertThat(result.other()).isZero();
    }
  }

  private static OpenLoop.Result run(StubServer server, double perSecond, Duration warmUp) {
    Requests requests =
        new Requests(server.port(), List.of(HttpConnection.get("/")), new int[] {0}, 200);
    return OpenLoop.run(
        requests, new OpenLoop.Pace(perSecond, 4, warmUp, Duration.ofMillis(600), 1));
  }
}
