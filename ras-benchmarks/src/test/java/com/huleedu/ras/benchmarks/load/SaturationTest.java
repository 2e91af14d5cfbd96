package com.huleedu.ras.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SaturationTest {
  private static final Saturation.Pace PACE =
      new Saturation.Pace(4, Duration.ofMillis(50), Duration.ofMillis(300));

  @Test
  void counts_what_the_server_gives_and_no_more() throws IOException {
    // One at a time, 10 ms each.
    try (StubServer server =
        new StubServer(number -> {
          LockSupport.parkNanos(10_000_000);
          return StubServer.ok();
        })) {
      assertThat(Saturation.measure(requests(server), PACE)).isCloseTo(95, within(40.0));
    }
  }

  @Test
  void an_answer_of_another_status_is_no_measurement() throws IOException {
    try (StubServer server =
        new StubServer(number -> StubServer.answer("500 Internal", "", "broken"))) {
      assertThatThrownBy(() -> Saturation.measure(requests(server), PACE))
          .isInstanceOf(LoadFailedException.class)
          .hasMessageContaining("500")
          .hasMessageContaining("broken");
    }
  }

  private static Requests requests(StubServer server) {
    return new Requests(server.port(), List.of(HttpConnection.get("/")), new int[] {0}, 200);
  }
}
