package com.huleedu.ras.application.deadletter;

import com.huleedu.ras.domain.port.deadletter.LogBeginnings;
import com.huleedu.ras.domain.port.deadletter.LogBeginnings.Beginning;
import com.huleedu.ras.domain.port.deadletter.SettledDeadLetters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Lets settled dead letters go when they are old. Open ones stay for as long as it takes. */
public final class DeadLetterRetention {
  /** In one transaction, which has to end before the store gives it up: messages may be large. */
  private static final int AT_ONCE = 100;

  private final SettledDeadLetters letters;
  private final LogBeginnings log;
  private final Duration age;
  private final InstantSource clock;
  private final Counter removed;

  /**
   * @param age how long a letter stays after it was settled
   */
  public DeadLetterRetention(
      SettledDeadLetters letters,
      LogBeginnings log,
      Duration age,
      InstantSource clock,
      MeterRegistry registry) {
    this.letters = letters;
    this.log = log;
    this.age = age;
    this.clock = clock;
    this.removed =
        Counter.builder("ras.dead.letters.removed")
            .description("Settled dead letters that were removed for their age")
            .register(registry);
  }

  /**
   * Removes all that are old enough.
   *
   * @return how many
   * @throws com.huleedu.ras.domain.UnavailableException if Kafka or the store is; what is removed
   *     stays removed
   */
  public long removeOld() {
    Instant settledBefore = clock.instant().minus(age);
    List<Beginning> beginnings = log.beginnings();
    long all = 0;
    int some = AT_ONCE;
    while (some == AT_ONCE) {
      some = letters.remove(settledBefore, beginnings, AT_ONCE);
      removed.increment(some);
      all += some;
    }
    return all;
  }
}
