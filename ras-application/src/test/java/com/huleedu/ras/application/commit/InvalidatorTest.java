package com.huleedu.ras.application.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.Touched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Guarantee G7: nobody goes on while something stale may be in the cache, and nobody longer. */
class InvalidatorTest {
  private static final Touched TOUCHED =
      new Touched(Set.of(new BatchId("b")), Set.of(new UserId("u")));

  private final World world = new World();
  private final List<Boolean> waiting = new ArrayList<>();
  private final Invalidator invalidator =
      new Invalidator(
          world.cache(), new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), world::nanoTime);

  @Test
  void itWaitsOnlyWhileSomethingIsToBeInvalidated() {
    world.failingInvalidations.set(2);
    world.beforeInvalidation = () -> waiting.add(invalidator.isWaiting());
    assertThat(invalidator.isWaiting()).isFalse();

    invalidator.invalidate(TOUCHED);
    assertThat(waiting).containsExactly(true, true, true);
    assertThat(invalidator.isWaiting()).isFalse();
    assertThat(world.steps).containsExactly("invalidated [b][u]");
  }

  @Test
  void whereNothingIsTouchedTheCacheIsNotAsked() {
    world.failingInvalidations.set(Integer.MAX_VALUE);
    invalidator.invalidate(new Touched(Set.of(), Set.of()));
    assertThat(world.failingInvalidations).hasValue(Integer.MAX_VALUE);
  }

  /** At the very moment at which the last entry expires, and not before. */
  @Test
  void itGoesOnOnceEverythingHasExpired() {
    world.failingInvalidations.set(10);
    world.cacheGivenUpAfter = Duration.ofMinutes(1);

    invalidator.invalidate(TOUCHED);
    assertThat(world.failingInvalidations).as("five minutes took five of ten").hasValue(5);
    assertThat(invalidator.isWaiting()).isFalse();
  }

  @Test
  void whoIsInterruptedBeforeThatMustNotGoOn() {
    world.failingInvalidations.set(Integer.MAX_VALUE);
    world.cacheGivenUpAfter = Duration.ofMinutes(5).minusNanos(1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> invalidator.invalidate(TOUCHED))
        .isInstanceOf(UnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(invalidator.isWaiting()).isFalse();
  }
}
