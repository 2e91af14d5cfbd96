package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.rebuild.UpkeepRun;
import com.huleedu.ras.domain.port.rebuild.UpkeepRuns;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpkeepMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Runs runs = new Runs();
  private final UpkeepMeters meters = new UpkeepMeters(runs, registry);

  private double differences() {
    return registry.get("ras.audit.differences").gauge().value();
  }

  private double ended(String kind) {
    return registry
        .get("ras.upkeep.last.success.timestamp.seconds")
        .tag("kind", kind)
        .gauge()
        .value();
  }

  @Test
  void whatNobodyLookedForOrCannotBeLookedForIsUnknown() {
    assertThat(differences()).isNaN();
    meters.look();
    assertThat(differences()).isEqualTo(3);
    assertThat(ended("audit")).isEqualTo(1.5);
    assertThat(ended("rebuild")).isNaN();

    runs.away = true;
    assertThatThrownBy(meters::look).isInstanceOf(UnavailableException.class);
    assertThat(differences()).isNaN();
  }

  /** An alert that ends for the length of a look, every two seconds, wakes somebody each time. */
  @Test
  void whileItLooksWhatItSawStands() {
    meters.look();
    runs.whileAsked = () -> assertThat(differences()).isEqualTo(3);
    meters.look();

    assertThat(runs.asked).isEqualTo(2);
  }

  private static final class Runs implements UpkeepRuns {
    private Runnable whileAsked = () -> {};
    private boolean away;
    private int asked;

    @Override
    public void add(UpkeepRun run) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<UpkeepRun> newest() {
      asked++;
      whileAsked.run();
      if (away) {
        throw new UnavailableException("PostgreSQL", "away");
      }
      return List.of(
          new UpkeepRun(UpkeepRun.Kind.AUDIT, Instant.EPOCH, Instant.ofEpochMilli(1_500), 3));
    }
  }
}
