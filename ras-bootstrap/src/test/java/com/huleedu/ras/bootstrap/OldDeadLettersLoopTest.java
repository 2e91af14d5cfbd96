package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong with old dead letters, they are looked for again. */
class OldDeadLettersLoopTest {
  private static final Duration SOON = Duration.ofMillis(1);

  @Test
  void survivesWhatItsWorkThrows() {
    AtomicInteger calls = new AtomicInteger();
    try (OldDeadLetters task =
        OldDeadLetters.start(
            () ->
                switch (calls.incrementAndGet()) {
                  case 1 -> throw new UnavailableException("Kafka", "away on purpose");
                  case 2 -> throw new IllegalStateException("a mistake in the code");
                  case 3 -> throw new OutOfMemoryError("on purpose");
                  default -> 3;
                },
            SOON,
            SOON)) {
      await().until(() -> calls.get() > 4);
      assertThat(task).isNotNull();
    }
  }
}
