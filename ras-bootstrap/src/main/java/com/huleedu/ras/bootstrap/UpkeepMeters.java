package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.port.rebuild.UpkeepRun;
import com.huleedu.ras.domain.port.rebuild.UpkeepRuns;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When the last audit and the last rebuild ended, and what the audit found. */
final class UpkeepMeters {
  private final UpkeepRuns runs;
  private volatile List<UpkeepRun> newest = List.of();

  UpkeepMeters(UpkeepRuns runs, MeterRegistry registry) {
    this.runs = runs;
    for (UpkeepRun.Kind kind : UpkeepRun.Kind.values()) {
      Gauge.builder("ras.upkeep.last.success.timestamp.seconds", () -> ended(kind))
          .description("When the newest run that came to its end did, in seconds since 1970")
          .tag("kind", kind.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder("ras.audit.differences", this::differences)
        .description("How many differences the newest audit found")
        .register(registry);
  }

  /** Looks; throws if the database does not answer. */
  void look() {
    List<UpkeepRun> found =
        List.of(); // unknown, rather than of which nobody can tell how old it is
    try {
      found = runs.newest();
    } finally {
      newest = found;
    }
  }

  private double ended(UpkeepRun.Kind kind) {
    return of(kind).map(run -> seconds(run.ended())).orElse(Double.NaN);
  }

  private double differences() {
    return of(UpkeepRun.Kind.AUDIT).map(run -> (double) run.differences()).orElse(Double.NaN);
  }

  private Optional<UpkeepRun> of(UpkeepRun.Kind kind) {
    return newest.stream().filter(run -> run.kind() == kind).findFirst();
  }

  private static double seconds(Instant when) {
    return Duration.between(Instant.EPOCH, when).toMillis() / 1_000.0;
  }
}
