package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;

/** How many dead letters wait for a decision, as of the last look at the database. */
final class OpenDeadLetters {
  private static final int AT_MOST = 10_000;

  private final DeadLetterArchive archive;
  private final AtomicReference<Double> count = new AtomicReference<>(Double.NaN);

  OpenDeadLetters(DeadLetterArchive archive, MeterRegistry registry) {
    this.archive = archive;
    Gauge.builder("ras.dead.letters.open", count, AtomicReference::get)
        .description("Dead letters that are neither replayed nor discarded, counted to 10,000")
        .register(registry);
  }

  /** Looks; throws if the database does not answer. */
  void look() {
    double now = Double.NaN; // no number, rather than one of which nobody can tell how old it is
    try {
      now = archive.countOpen(AT_MOST);
    } finally {
      count.set(now);
    }
  }
}
