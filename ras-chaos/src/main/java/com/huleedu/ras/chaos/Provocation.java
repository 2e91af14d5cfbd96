package com.huleedu.ras.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What lets an alert fire on a real stack.
 *
 * @param begin does it, and says what undoes it
 * @param heldFor how long it is held after the alert fires, where that must not be as long as for
 *     the others
 */
record Provocation(Function<AlertScene, Runnable> begin, Optional<Duration> heldFor) {
  static Provocation of(Function<AlertScene, Runnable> begin) {
    return new Provocation(begin, Optional.empty());
  }
}
