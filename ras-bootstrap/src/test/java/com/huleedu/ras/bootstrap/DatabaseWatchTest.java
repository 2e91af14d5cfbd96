package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.testkit.contract.UnspeakableError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseWatchTest {
  private static final Duration SOON = Duration.ofMillis(1);

  /** Readiness would stay as it was for ever. */
  @Test
  void looksAgainWhateverALookThrows() {
    AtomicInteger looks = new AtomicInteger();
    List<String> troubles = new CopyOnWriteArrayList<>();
    Runnable ping =
        () -> {
          switch (looks.incrementAndGet()) {
            case 1 -> throw new UnavailableException("PostgreSQL", "away on purpose");
            case 2 -> throw new OutOfMemoryError("on purpose");
            default -> {}
          }
        };
    DatabaseWatch[] watch = new DatabaseWatch[1];
    Runnable after =
        () -> {
          await().until(() -> watch[0] != null);
          troubles.add(watch[0].trouble().orElse("none"));
          if (looks.get() % 2 == 0) {
            throw new OutOfMemoryError("on purpose");
          }
          throw new IllegalStateException("a mistake in the code");
        };
    try (DatabaseWatch started = DatabaseWatch.start(ping, after, SOON)) {
      watch[0] = started;
      await().until(() -> troubles.size() > 3);
    }
    assertThat(troubles.subList(0, 4))
        .containsExactly(
            "PostgreSQL is unavailable: away on purpose",
            "PostgreSQL could not be asked: java.lang.OutOfMemoryError: on purpose",
            "none",
            "none");
  }

  /** As where there is no memory for the words either. */
  @Test
  void looksAgainWhereNothingCanBeSaid() {
    AtomicInteger looks = new AtomicInteger();
    Runnable ping =
        () -> {
          if (looks.incrementAndGet() == 2) {
            throw new UnspeakableError();
          }
        };
    try (DatabaseWatch _ = DatabaseWatch.start(ping, () -> {}, SOON)) {
      await().until(() -> looks.get() > 3);
    }
  }
}
