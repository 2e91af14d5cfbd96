package com.huleedu.ras.application.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.LogBeginnings.Beginning;
import com.huleedu.ras.domain.port.projection.Partition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Old letters go piece by piece, for as long as there are some, and never without Kafka's word. */
class DeadLetterRetentionTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Beginning BEGINNING = new Beginning(new Partition("topic", 0), "id", 7);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Integer> pieces = new ArrayList<>();
  private int old;

  private int remove(Instant before, Collection<Beginning> beginnings, int atMost) {
    assertThat(before).isEqualTo(NOW.minus(Duration.ofDays(90)));
    assertThat(beginnings).containsExactly(BEGINNING);
    int some = Math.min(old, atMost);
    old -= some;
    pieces.add(some);
    return some;
  }

  private long removeOld() {
    return new DeadLetterRetention(
            this::remove, () -> List.of(BEGINNING), Duration.ofDays(90), () -> NOW, registry)
        .removeOld();
  }

  @Test
  void goInPiecesUntilNoneIsLeft() {
    old = 250;
    assertThat(removeOld()).isEqualTo(250);
    assertThat(pieces).hasSizeGreaterThan(2);
    assertThat(registry.get("ras.dead.letters.removed").counter().count()).isEqualTo(250);

    assertThat(removeOld()).isZero();
  }

  @Test
  void stayWhenKafkaDoesNotSayWhereItsLogBegins() {
    old = 5;
    DeadLetterRetention retention =
        new DeadLetterRetention(
            this::remove,
            () -> {
              throw new UnavailableException("Kafka", "away on purpose");
            },
            Duration.ofDays(90),
            () -> NOW,
            registry);
    assertThatThrownBy(retention::removeOld).isInstanceOf(UnavailableException.class);
    assertThat(old).isEqualTo(5);
  }
}
