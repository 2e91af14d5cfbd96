package com.huleedu.ras.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Time time = new Time();
  private final Breaker breaker =
      new Breaker("test", Breaker.settings(PATIENCE).clock(time).build());

  /** That of the breaker; whoever reads it may be held up a little. */
  private static final class Time extends Clock {
    private Instant now = Instant.EPOCH;
    private Runnable meanwhile = () -> {};

    @Override
    public Instant instant() {
      meanwhile.run();
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void open() {
    for (int i = 0; i < 10; i++) {
      breaker.failed(breaker.now(), new IOException("no answer"));
    }
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.admits()).isFalse();
  }

  private void passes(Duration patience) {
    time.now = time.now.plus(patience).plusNanos(1);
  }

  @Test
  void trustsAgainOnceItIsReset() {
    assertThat(breaker.admits()).isTrue();
    open();

    breaker.reset();
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void letsOneTryOnceItWasPatient() {
    open();
    passes(PATIENCE);

    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.admits()).as("another beside it").isFalse();
    breaker.succeeded(breaker.now());
    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void whoDidNotTryAfterAllLeavesItToAnother() {
    open();
    passes(PATIENCE);

    assertThat(breaker.admits()).isTrue();
    breaker.unused();
    assertThat(breaker.admits()).isTrue();
  }

  /** The library takes it for a mistake of whoever asks, and says so by an exception. */
  @Test
  void aResetWhileItIsAskedIsNoMistakeOfWhoeverAsks() {
    open();
    passes(PATIENCE);
    time.meanwhile =
        () -> {
          time.meanwhile = () -> {};
          breaker.reset();
        };

    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.isOpen()).isFalse();
  }
}
