package com.huleedu.ras.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is tried again, for how long, and what an operator reads meanwhile. */
class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
  private final AtomicInteger tries = new AtomicInteger();

  private String failing(int times, RuntimeException failure) {
    if (tries.incrementAndGet() > 100) {
      throw new AssertionError("it is tried for ever, by mistake");
    }
    if (tries.get() <= times) {
      throw failure;
    }
    return "done";
  }

  @Test
  void aServerThatIsAwayIsWaitedForAndItIsSaid() {
    try (LogLines log = new LogLines(Backoff.class)) {
      UnavailableException away = new UnavailableException("Redis", "no answer in 2 s");
      assertThat(backoff.call("do this", () -> failing(2, away))).isEqualTo("done");

      assertThat(log.containing("Will try again to do this in"))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).endsWith("Redis is unavailable: no answer in 2 s"));
      assertThat(log.containing("Managed to do this after 2 tries")).hasSize(1);
    }
  }

  @Test
  void anyOtherFailurePassesAtOnce() {
    IllegalStateException ours = new IllegalStateException("a mistake of ours");
    assertThatThrownBy(() -> backoff.call("fail", () -> failing(200, ours))).isSameAs(ours);
    assertThat(tries).hasValue(1);
  }

  @Test
  void whatIsNotWorthwhileIsGivenUpWithTheLastFailure() {
    UnavailableException away = new UnavailableException("Redis", "no answer");
    assertThatThrownBy(
            () -> backoff.callWhile(() -> tries.get() < 4, "try", () -> failing(200, away)))
        .isSameAs(away);
    assertThat(tries).hasValue(4);
  }
}
