package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How many dead letters wait for a decision, as of the last look at the database. */
final class OpenDeadLetters {
  private static final int AT_MOST = 10_000;

  private final DeadLetterArchive archive;
  private final AtomicReference<Double> count = new AtomicReference<>(Double.NaN);

  private final AtomicReference<Age> oldest = new AtomicReference<>(Age.UNKNOWN);

  /** Since when the oldest is open; null if none is. */
  private record Age(boolean known, @Nullable Instant since) {
    private static final Age UNKNOWN = new Age(false, null);

    double seconds(Instant now) {
      if (!known) {
        return Double.NaN;
      }
      return since == null ? 0 : Math.max(0, Duration.between(since, now).toMillis() / 1_000.0);
    }
  }

  OpenDeadLetters(DeadLetterArchive archive, InstantSource clock, MeterRegistry registry) {
    this.archive = archive;
    Gauge.builder("ras.dead.letters.open", count, AtomicReference::get)
        .description("Dead letters that are neither replayed nor discarded, counted to 10,000")
        .register(registry);
    Gauge.builder(
            "ras.dead.letters.oldest.open.seconds", () -> oldest.get().seconds(clock.instant()))
        .description("How long the oldest open dead letter has waited; 0 if none is open")
        .register(registry);
  }

  /** Looks; throws if the database does not answer. */
  void look() {
    double now = Double.NaN; // no number, rather than one of which nobody can tell how old it is
    Age age = Age.UNKNOWN;
    try {
      now = archive.countOpen(AT_MOST);
      age = new Age(true, now == 0 ? null : archive.oldestOpen().orElse(null));
    } finally {
      count.set(now);
      oldest.set(age);
    }
  }
}
